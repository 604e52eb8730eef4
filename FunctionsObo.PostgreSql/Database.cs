using System.Data;
using Npgsql;

namespace FunctionsObo.PostgreSql;

/// <summary>
/// Runs statements, each a transaction of its own, so that any connection of a pooler will do. The driver never gets a cancellation token: on a frozen server it would not come back sooner, and
/// would hold up whoever cancels (https://github.com/npgsql/npgsql/issues/3696).
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly Func<string>? _password;
    private readonly NpgsqlDataSource _connections;
    private readonly OwnThreads _threads;
    private readonly PostgreSqlDiagnostics _diagnostics;

    public Database(PostgreSqlTokenCacheOptions options, PostgreSqlDiagnostics diagnostics, TimeProvider time)
    {
        (_settings, _password, _diagnostics) = (ConnectionSettings.Complete(options), PasswordSource.Of(options, time), diagnostics);
        _connections = DataSource(_settings);
        _threads = new OwnThreads(options.MaxConnections);
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="execute">Makes of it what is wanted.</param>
    /// <param name="cancellationToken">Nobody waits any more: it is not begun.</param>
    /// <param name="parameters">Its values: <c>$1</c> and so on.</param>
    public Task<T> RunAsync<T>(string sql, Func<NpgsqlCommand, T> execute, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RunAsync(() => Run(sql, execute, parameters, mayRepeat: true), cancellationToken);

    /// <summary>Runs a statement that does something else the second time.</summary>
    /// <inheritdoc cref="RunAsync{T}(string, Func{NpgsqlCommand, T}, CancellationToken, NpgsqlParameter[])"/>
    public Task<T> RunOnceAsync<T>(string sql, Func<NpgsqlCommand, T> execute, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RunAsync(() => Run(sql, execute, parameters, mayRepeat: false), cancellationToken);

    /// <summary>Runs anything that may block, on a thread for that.</summary>
    public Task<T> RunAsync<T>(Func<T> call, CancellationToken cancellationToken) => _threads.RunAsync(
        () =>
        {
            try
            {
                return call();
            }
            catch (Exception failure)
            {
                _diagnostics.Failed(failure);
                throw;
            }
        },
        cancellationToken);

    /// <summary>Connections of another kind to the same place; whoever asks for them disposes of them.</summary>
    /// <param name="change">What is different.</param>
    public NpgsqlDataSource Beside(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(_settings.ConnectionString);
        change(settings);
        return DataSource(settings);
    }

    public void Dispose()
    {
        _threads.Dispose();
        _connections.Dispose();
    }

    private NpgsqlDataSource DataSource(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableTransportSecurity();
        if (_password is { } password) builder.UsePasswordProvider(_ => password(), static (_, _) => throw new NotSupportedException("Connections are made on threads that may block."));
        return builder.Build();
    }

    private T Run<T>(string sql, Func<NpgsqlCommand, T> execute, NpgsqlParameter[] parameters, bool mayRepeat)
    {
        using var connection = _connections.OpenConnection();
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        try
        {
            return execute(command);
        }
        catch (NpgsqlException failure) when (mayRepeat && IsLost(connection, failure))
        {
            command.Parameters.Clear(); // they belong to one command
            return Run(sql, execute, parameters, mayRepeat: false);
        }
    }

    /// <summary>
    /// Whether the connection has gone while nobody used it, by a restart of the server or a timeout on the way. The driver has closed all others then, and the next one is new. A server that
    /// gives no answer is not asked twice.
    /// </summary>
    private static bool IsLost(NpgsqlConnection connection, NpgsqlException failure) =>
        connection.FullState.HasFlag(ConnectionState.Broken) && failure.InnerException is not TimeoutException;
}
