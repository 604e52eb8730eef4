using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>Four processes of one app that share a database.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class ScaledOutTests(PostgreSqlFixture postgres) : IAsyncLifetime
{
    private const int Crowd = 40;

    private TestDatabase _database = null!;
    private Instances _instances = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _instances = await Instances.StartAsync(
            ("PostgreSqlTokenCache:Connection", $"{_database.Connection};Password={TestDatabase.Password}"),
            ("PostgreSqlTokenCache:Notifications", "true"),
            ("DistributedTokenCache:LookupBudget", "00:00:05")); // a process that has just started on a busy machine may need longer than usual
    }

    public async Task DisposeAsync()
    {
        await _instances.DisposeAsync();
        await _database.DisposeAsync();
    }

    [PostgreSqlFact]
    public async Task A_user_who_comes_to_all_at_once_is_exchanged_once_and_again_after_a_purge_and_after_a_restart_under_load_nobody_who_was_known()
    {
        var token = Token("alice");

        var answers = await _instances.ProfilesAsync(token);
        Assert.All(answers, answer => Assert.Equal("Alice Anderson", answer.Name));
        Assert.Equal(Instances.Count, answers.Select(answer => answer.Process).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(1, _instances.ExchangesOf("alice"));

        string[] crowd = [token, .. Enumerable.Range(1, Crowd).Select(_ => Token("bob"))];
        await Task.WhenAll(crowd.Select(_instances.ProfileAsync));
        await Eventually.TrueAsync(async () => await _database.AskAsync<long>("select count(*) from functions_obo.entry") == crowd.Length);
        await _instances.RestartAsync();
        await Task.WhenAll(crowd.Select(_instances.ProfilesAsync));
        Assert.Equal((1, Crowd), (_instances.ExchangesOf("alice"), _instances.ExchangesOf("bob")));

        await _instances.ForgetAsync(token);
        await Eventually.TrueAsync(async () =>
        {
            await _instances.ProfilesAsync(token);
            return _instances.ExchangesOf("alice") > 1;
        });
    }

    [PostgreSqlFact]
    public async Task A_database_that_is_frozen_or_gone_is_noticed_by_no_user()
    {
        var (alice, bob, bobAnew) = (Token("alice"), Token("bob"), Token("bob"));
        await _instances.ProfilesAsync(alice);

        using (postgres.Server.Freeze())
        {
            Assert.All(await _instances.ProfilesAsync(alice), answer => Assert.Equal("Alice Anderson", answer.Name));
            Assert.All(await _instances.ProfilesAsync(bob), answer => Assert.Equal("Bob Brown", answer.Name));
        }

        await postgres.Server.KillAsync();
        try
        {
            Assert.All(await _instances.ProfilesAsync(bobAnew), answer => Assert.Equal("Bob Brown", answer.Name));
        }
        finally
        {
            await postgres.Server.StartAsync(CancellationToken.None);
        }

        Assert.All(await _instances.ProfilesAsync(alice), answer => Assert.Equal("Alice Anderson", answer.Name));
    }

    private string Token(string user) => _instances.Stack.Emulator.IssueAccessToken(user);
}
