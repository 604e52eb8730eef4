using DevStack.Stores;
using FunctionsObo.PostgreSql;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Npgsql;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>A database of one test, with the stores that it asks for and the administrator's view.</summary>
internal sealed class TestDatabase(PostgreSqlServer server, string name) : IAsyncDisposable
{
    public const string Password = "secret-of-functions_obo";

    private readonly List<ServiceProvider> _apps = [];

    /// <summary>What the apps have logged.</summary>
    public FakeLogCollector Log { get; } = new();

    /// <summary>As the app signs in, without its password.</summary>
    public string Connection => $"Host=127.0.0.1;Port={server.Port};Database={name};Username=functions_obo";

    public async Task CreateAsync(bool withTables)
    {
        await RunAsync(PostgreSqlServer.Administrator, $"create database {name}");
        if (!withTables) return;
        await RunScriptAsync();
        await ExecuteAsync($"alter role functions_obo password '{Password}'");
    }

    public Task RunScriptAsync() => ExecuteAsync(PostgreSqlScript.Text);

    /// <summary>What an app gets that uses the database.</summary>
    /// <param name="connection">Another connection string than the usual one.</param>
    /// <param name="time">Another clock.</param>
    /// <param name="settings">Further settings.</param>
    public ServiceProvider App(string? connection = null, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(Log)));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"PostgreSqlTokenCache:{setting.Key}", (string?)setting.Value))).Build());
        services.AddPostgreSqlTokenCache(connection ?? $"{Connection};Password={Password}");
        var app = services.BuildServiceProvider();
        _apps.Add(app);
        return app;
    }

    /// <summary>The store of an app of its own.</summary>
    public ICoordinatingTokenStore Store(TimeProvider? time = null, params (string Key, string Value)[] settings) =>
        (ICoordinatingTokenStore)App(time: time, settings: settings).GetRequiredService<ITokenStore>();

    /// <summary>Runs a statement as the administrator.</summary>
    public Task ExecuteAsync(string sql) => RunAsync(name, sql);

    /// <summary>Changes what the role gets when it signs in, and lets it sign in anew.</summary>
    public async Task AlterRoleAsync(string change)
    {
        await ExecuteAsync($"alter role functions_obo {change}");
        await ExecuteAsync("select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = 'functions_obo'");
    }

    /// <summary>Asks as the administrator.</summary>
    public async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A connection of the administrator's.</summary>
    public Task<NpgsqlConnection> ConnectAsync() => ConnectAsync(name);

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps) await app.DisposeAsync();
        await RunAsync(PostgreSqlServer.Administrator, $"drop database {name} with (force)");
    }

    private async Task RunAsync(string database, string sql)
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> ConnectAsync(string database)
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={server.Port};Database={database};Username={PostgreSqlServer.Administrator};Password={server.Password};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
