using System.Threading.Channels;
using FunctionsObo.Logging;
using Npgsql;

namespace FunctionsObo.PostgreSql;

/// <summary>
/// One connection that is told when there is a mark. What is sent while it is down is lost: so each new connection counts as told, and the engine asks at intervals in any case.
/// </summary>
internal sealed class MarkListener : IDisposable
{
    /// <summary>A connection whose server has vanished is noticed after so many seconds.</summary>
    private const int KeepAliveSeconds = 10;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _told = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Database _database;
    private readonly NpgsqlDataSource _connections;
    private readonly TimeProvider _time;
    private readonly Lazy<Task> _listening;

    public MarkListener(Database database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _connections = database.Beside(static own => (own.Pooling, own.KeepAlive) = (false, KeepAliveSeconds));
        _listening = new(() => Task.Run(ListenAsync));
    }

    /// <summary>Ends when there may be new marks since it ended the last time.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        _ = _listening.Value;
        return _told.Reader.ReadAsync(cancellationToken).AsTask();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _connections.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await ListenOnceAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the database has said what is to be done, if anything; polling goes on
            await Task.Delay(RetryAfter, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenOnceAsync()
    {
        await using var connection = await _database.RunAsync(Connect, _stop.Token);
        while (true)
        {
            _told.Writer.TryWrite(true);
            await connection.WaitAsync(_stop.Token);
        }
    }

    private NpgsqlConnection Connect()
    {
        var connection = _connections.OpenConnection();
        try
        {
            using var listen = new NpgsqlCommand(Statements.Listen, connection);
            listen.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
