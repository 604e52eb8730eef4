using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class RequestStatsTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>, IAsyncLifetime
{
    private RequestStats Stats => fixture.Emulator.Stats;

    public Task InitializeAsync()
    {
        Stats.Reset();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Requests_are_counted_by_endpoint_grant_user_and_api()
    {
        await ExchangeAsync("alice", "User.Read");
        await ExchangeAsync("alice", "User.Read");
        await ExchangeAsync("alice", $"{WellKnown.OrdersIdUri}/Orders.Read");
        await ExchangeAsync("bob", "User.Read");
        await fixture.PostAsync(Some.DaemonRequest());
        await fixture.Http.GetAsync("contoso/discovery/v2.0/keys");

        var stats = Stats.Snapshot();

        Assert.Equal((5, 1, 0), (stats.Requests(EmulatorEndpoint.Token), stats.Requests(EmulatorEndpoint.Keys), stats.Requests(EmulatorEndpoint.Metadata)));
        Assert.Equal((4, 1), (stats.Grants["on_behalf_of"], stats.Grants["client_credentials"]));
        Assert.Equal((4, 3, 2, 1), (stats.Exchanges(), stats.Exchanges("alice"), stats.Exchanges("alice", "graph"), stats.Exchanges("bob")));
        Assert.Equal(5, stats.Issued);
    }

    [Fact]
    public async Task Failures_and_faults_are_counted_too()
    {
        await ExchangeAsync("alice", "Mail.Read");
        fixture.Emulator.Faults.Enqueue(new Fault { Status = 503, Body = "{}" });
        await ExchangeAsync("alice", "User.Read");

        var stats = Stats.Snapshot();

        Assert.Equal((1, 1, 0, 2), (stats.Failures["AADSTS65001"], stats.Faults, stats.Issued, stats.Exchanges("alice")));
    }

    [Fact]
    public async Task They_are_read_and_reset_over_http()
    {
        await ExchangeAsync("alice", "User.Read");

        var before = await fixture.Http.GetFromJsonAsync<JsonElement>("dev/stats");
        await fixture.Http.DeleteAsync("dev/stats");
        var after = await fixture.Http.GetFromJsonAsync<JsonElement>("dev/stats");

        Assert.Equal(1, before.GetProperty("onBehalfOf").GetProperty("alice").GetProperty("graph").GetInt32());
        Assert.Equal(1, before.GetProperty("endpoints").GetProperty("token").GetInt32());
        Assert.Empty(after.GetProperty("endpoints").EnumerateObject());
    }

    [Fact]
    public async Task No_request_is_lost_under_load_and_every_token_verifies()
    {
        var assertions = new[] { "alice", "bob" }.Select(fixture.Emulator.IssueAccessToken).ToArray();
        var keys = fixture.Emulator.Keys;

        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var reply = await fixture.PostAsync(Some.Exchange(assertions[i % 2], $"{WellKnown.OrdersIdUri}/Orders.Read"));
            Assert.Equal(i % 2 == 0 ? WellKnown.AliceObjectId : WellKnown.BobObjectId, reply.Claims.GetProperty("oid").GetString());
            Assert.True(Signature.Verifies(reply.Text("access_token")!, keys.Current.Certificate));
        });

        Assert.Equal((200, 200, 400), (Stats.Snapshot().Exchanges("alice"), Stats.Snapshot().Exchanges("bob"), Stats.Snapshot().Issued));
    }

    private Task<TokenReply> ExchangeAsync(string user, string scope) => fixture.PostAsync(Some.Exchange(fixture.Emulator.IssueAccessToken(user), scope));
}
