using System.Security.Cryptography;
using DevStack.Stores;
using FunctionsObo.PostgreSql;
using Npgsql;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>The database of the app's processes, on a server of its own that may be broken.</summary>
internal sealed class ChaosDatabase : IAsyncDisposable
{
    private static readonly TimeSpan MostToRecover = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private string _password = "";

    private ChaosDatabase(PostgreSqlServer server) => Server = server;

    public PostgreSqlServer Server { get; }

    /// <summary>As the app signs in, without its password.</summary>
    public string Connection => $"Host=127.0.0.1;Port={Server.Port};Database={PostgreSqlServer.Administrator};Username=functions_obo";

    /// <summary>The file with the password that the app knows.</summary>
    public string PasswordFile { get; } = Path.GetTempFileName();

    /// <exception cref="InvalidOperationException">No PostgreSQL is installed; the message says how to get one.</exception>
    public static async Task<ChaosDatabase> StartAsync(CancellationToken cancellationToken)
    {
        var programs = InstalledPostgreSql.Find(Environment.GetEnvironmentVariable) ?? throw new InvalidOperationException(InstalledPostgreSql.Missing);
        var database = new ChaosDatabase(await PostgreSqlServer.StartAsync(programs, cancellationToken));
        await database.ExecuteAsync(PostgreSqlScript.Text);
        await database.ChangePasswordAsync();
        await database.TellPasswordAsync();
        return database;
    }

    /// <summary>Gives the role another password, and ends its connections. The app does not know it yet.</summary>
    public async Task ChangePasswordAsync()
    {
        _password = RandomNumberGenerator.GetHexString(32);
        await ExecuteAsync($"alter role functions_obo password '{_password}'", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'functions_obo'");
    }

    /// <summary>Tells the app the password.</summary>
    public Task TellPasswordAsync() => File.WriteAllTextAsync(PasswordFile, _password);

    /// <summary>Runs statements as the administrator, each in a transaction of its own.</summary>
    public async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = await ConnectAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>How many shared tokens it has.</summary>
    public async Task<long> CountEntriesAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand("select count(*) from functions_obo.entry", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The processes of the server that serve the app's connections.</summary>
    public async Task<int[]> BackendsAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand("select coalesce(array_agg(pid), '{}') from pg_stat_activity where usename = 'functions_obo'", connection);
        return (int[])(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        File.Delete(PasswordFile);
    }

    /// <summary>Waits for a server that recovers from a crash.</summary>
    private async Task<NpgsqlConnection> ConnectAsync()
    {
        using var limit = new CancellationTokenSource(MostToRecover);
        while (true)
        {
            var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Server.Port};Database={PostgreSqlServer.Administrator};Username={PostgreSqlServer.Administrator};Password={Server.Password};Pooling=false");
            try
            {
                await connection.OpenAsync(limit.Token);
                return connection;
            }
            catch (NpgsqlException) when (!limit.IsCancellationRequested)
            {
                await connection.DisposeAsync();
                await Task.Delay(Look, CancellationToken.None);
            }
        }
    }
}
