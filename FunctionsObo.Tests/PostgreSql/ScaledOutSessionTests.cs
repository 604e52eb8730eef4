using System.Diagnostics;
using System.Net;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.PostgreSql;

/// <summary>Long-running sessions of four processes of one app that share a database.</summary>
[Collection(PostgreSqlFixture.Name)]
public sealed class ScaledOutSessionTests(PostgreSqlFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private Instances _instances = null!;
    private string _token = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _instances = await Instances.StartAsync(
            ("PostgreSqlTokenCache:Connection", $"{_database.Connection};Password={TestDatabase.Password}"),
            ("LongRunningSessions:StoreBudget", "00:00:05")); // a process that has just started on a busy machine may need longer than usual
        _token = _instances.Stack.Emulator.IssueAccessToken("alice");
    }

    public async Task DisposeAsync()
    {
        await _instances.DisposeAsync();
        await _database.DisposeAsync();
    }

    [PostgreSqlFact]
    public async Task Any_process_continues_a_session_also_after_a_restart_of_all_and_a_stop_or_a_purge_ends_it_for_all()
    {
        var (session, other) = (await BeginAsync(), await BeginAsync());
        Assert.Equal(Instances.Count, (await ContinueAsync(session, "work")).Distinct(StringComparer.Ordinal).Count());

        await _instances.RestartAsync();
        await _database.ExecuteAsync("update functions_obo.session set expires_at = expires_at - interval '2 days'"); // of three
        await ContinueAsync(session, "work");
        await ContinueAsync(session, "work/orders"); // all refresh it, and write it at the same time
        var refreshes = Refreshes;
        Assert.InRange(refreshes, 1, Instances.Count);
        await ContinueAsync(session, "work/orders");
        await ContinueAsync(session, "work");
        Assert.Equal(refreshes, Refreshes);

        Assert.Equal(HttpStatusCode.OK, (await _instances.WorkAsync(HttpMethod.Delete, _token, session)).Status);
        await AssertUnknownAsync(session);
        await ContinueAsync(other, "work");

        await _instances.ForgetAsync(_token);
        await Eventually.TrueAsync(async () => await _database.AskAsync<long>("select count(*) from functions_obo.mark") == 1);
        await AssertUnknownAsync(other); // of whom nobody has told the others
        await ContinueAsync(await BeginAsync(), "work");
    }

    [PostgreSqlFact]
    public async Task While_the_database_is_frozen_or_gone_sessions_wait_for_it_and_then_go_on()
    {
        var session = await BeginAsync();
        await ContinueAsync(session, "work");

        using (postgres.Server.Freeze())
        {
            var began = Stopwatch.StartNew();
            await AssertUnavailableAsync(() => _instances.WorkAsync(HttpMethod.Put, _token, session));
            await AssertUnavailableAsync(() => _instances.WorkAsync(HttpMethod.Post, _token));
            await AssertUnavailableAsync(() => _instances.WorkAsync(HttpMethod.Delete, _token, session));
            Assert.InRange(began.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10)); // the slowest of each four has a budget of five seconds, and they go on beside each other
        }

        await GoesOnAsync(session);
        await postgres.Server.KillAsync();
        try
        {
            await AssertUnavailableAsync(() => _instances.WorkAsync(HttpMethod.Put, _token, session));
        }
        finally
        {
            await postgres.Server.StartAsync(CancellationToken.None);
        }

        await GoesOnAsync(session);
    }

    private long Refreshes => _instances.Stack.Emulator.Stats.Snapshot().Grants.GetValueOrDefault("refresh_token");

    private async Task<string> BeginAsync()
    {
        var reply = await _instances.WorkAsync(HttpMethod.Post, _token);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Body);
        return reply.Body;
    }

    /// <summary>Goes on with a session in each process, at the same time.</summary>
    /// <returns>The ids of the processes.</returns>
    private async Task<string[]> ContinueAsync(string session, string path)
    {
        var replies = await AllAsync(() => _instances.WorkAsync(HttpMethod.Put, _token, session, path));
        Assert.All(replies, reply => Assert.True(reply.Status == HttpStatusCode.OK, reply.Body));
        return [.. replies.Select(reply => reply.Body[reply.Body.LastIndexOf(' ')..])];
    }

    private async Task AssertUnknownAsync(string session) =>
        Assert.All(await AllAsync(() => _instances.WorkAsync(HttpMethod.Put, _token, session)), reply => Assert.Equal((HttpStatusCode.NotFound, "session_unknown"), (reply.Status, reply.Code)));

    private static async Task AssertUnavailableAsync(Func<Task<Reply>> call) => Assert.All(
        await AllAsync(call), reply => Assert.Equal((HttpStatusCode.ServiceUnavailable, "session_store_unavailable", TimeSpan.FromSeconds(5)), (reply.Status, reply.Code, reply.RetryAfter)));

    /// <summary>Each process has stopped asking for a while, and then tries again.</summary>
    private Task GoesOnAsync(string session) => Eventually.TrueAsync(async () =>
        (await AllAsync(() => _instances.WorkAsync(HttpMethod.Put, _token, session))).All(reply => reply.Status == HttpStatusCode.OK));

    private static Task<Reply[]> AllAsync(Func<Task<Reply>> call) => Task.WhenAll(Enumerable.Range(0, Instances.Count).Select(_ => call()));
}
