using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>Four processes whose clocks differ by up to a minute, users who call all the time, and a database in trouble.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class UnderLoadTests(PostgreSqlFixture postgres) : IAsyncLifetime
{
    /// <summary>Ten new tokens for each process, and as many that are known.</summary>
    private const int Enough = 80;

    private readonly string _passwordFile = Path.GetTempFileName();
    private TestDatabase _database = null!;
    private Instances _instances = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await File.WriteAllTextAsync(_passwordFile, TestDatabase.Password);
        _instances = await Instances.StartAsync(
            ("PostgreSqlTokenCache:Connection", _database.Connection),
            ("PostgreSqlTokenCache:PasswordFile", _passwordFile),
            ("PostgreSqlTokenCache:Notifications", "true"),
            ("DistributedTokenCache:CircuitBreak", "00:00:01"),
            ("ClocksDiffer", "true"));
    }

    public async Task DisposeAsync()
    {
        await _instances.DisposeAsync();
        await _database.DisposeAsync();
        File.Delete(_passwordFile);
    }

    /// <summary>Requests that waited for the database would not end as long as it is broken: each fault lasts until enough of them have ended.</summary>
    [PostgreSqlFact]
    public async Task Whatever_becomes_of_the_database_every_request_is_answered_with_data_of_its_user()
    {
        await using var users = new CallingUsers(_instances);
        await users.MoreAsync(Enough);

        using (postgres.Server.Freeze()) await users.MoreAsync(Enough);
        await KilledAsync(users);
        await postgres.Server.StartAsync(CancellationToken.None); // ends the one that runs
        await users.MoreAsync(Enough);
        await _database.AlterRoleAsync("set default_transaction_read_only = on");
        await users.MoreAsync(Enough);
        await _database.AlterRoleAsync("reset default_transaction_read_only");
        await PasswordChangedAsync(users);

        Assert.Empty(users.Failures);
        await KeepsAsync();
    }

    private async Task KilledAsync(CallingUsers users)
    {
        await postgres.Server.KillAsync();
        try
        {
            await users.MoreAsync(Enough);
        }
        finally
        {
            await postgres.Server.StartAsync(CancellationToken.None);
        }

        await users.MoreAsync(Enough);
    }

    /// <summary>The app learns the new one by its file, without a restart.</summary>
    private async Task PasswordChangedAsync(CallingUsers users)
    {
        const string Another = "another-secret";
        await _database.AlterRoleAsync($"password '{Another}'");
        await users.MoreAsync(Enough);
        await File.WriteAllTextAsync(_passwordFile, Another);
        await KeepsAsync();
    }

    /// <summary>New entries come again.</summary>
    private async Task KeepsAsync()
    {
        await _database.ExecuteAsync("truncate functions_obo.entry");
        await Eventually.TrueAsync(async () => await _database.AskAsync<long>("select count(*) from functions_obo.entry") > Instances.Count);
    }
}
