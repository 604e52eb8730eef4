using System.Net;
using FunctionsObo.Testing;

namespace Local.Tests.Testing;

public sealed class PlatformTests
{
    [Fact]
    public async Task Throttling_is_said_to_the_client_with_its_time()
    {
        await using var app = await StartAsync();
        app.Entra.Throttles(TimeSpan.FromMinutes(2));

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromMinutes(2)), (response.StatusCode, response.Headers.RetryAfter?.Delta));
    }

    [Fact]
    public async Task An_outage_lasts_until_it_recovers()
    {
        await using var app = await StartAsync();
        var alice = app.ClientFor("alice", "access_as_user");
        app.Entra.GoesDown();
        var down = await alice.GetAsync("me");

        app.Entra.Recovers();
        app.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (down.StatusCode, (await alice.GetAsync("me")).StatusCode));
    }

    [Fact]
    public async Task A_revoked_user_is_refused_and_others_are_not()
    {
        await using var app = await StartAsync();
        app.Entra.Revokes("alice");

        var alice = await app.ClientFor("alice", "access_as_user").GetAsync("me");
        var bob = await app.ClientFor("bob", "access_as_user").GetAsync("me");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (alice.StatusCode, bob.StatusCode));
    }

    [Fact]
    public async Task Consent_that_is_lost_for_one_api_is_there_for_the_other()
    {
        await using var app = await StartAsync();
        app.Api("Orders").Get("orders/7").Answers(new { id = "7", product = "Lamp", quantity = 1, placedAt = app.Time.GetUtcNow() });
        app.Entra.LosesConsent("Graph");
        var alice = app.ClientFor("alice", "access_as_user");

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.OK),
            ((await alice.GetAsync("me")).StatusCode, (await alice.GetAsync("orders/7")).StatusCode));
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task After_a_rollover_clients_have_new_tokens_and_old_ones_are_good_if_their_key_is_kept(bool keepOld, HttpStatusCode ofOld)
    {
        await using var app = await StartAsync();
        var old = app.TokenFor("alice", "access_as_user");
        Assert.Equal(HttpStatusCode.OK, (await app.ClientWith(old).GetAsync("me")).StatusCode);
        var client = app.ClientFor("alice", "access_as_user");

        app.Entra.RollsKeys(keepOld);
        app.Time.Advance(TimeSpan.FromMinutes(6)); // a key that is not known is asked for once in five minutes

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("me")).StatusCode);
        Assert.Equal(ofOld, (await app.ClientWith(old).GetAsync("me")).StatusCode);
    }

    [Fact]
    public async Task A_challenge_is_for_its_user_and_once()
    {
        await using var app = await StartAsync();
        app.Entra.Challenges("alice");

        var bob = await app.ClientFor("bob", "access_as_user").GetAsync("me");
        var alice = await app.ClientFor("alice", "access_as_user").GetAsync("me");
        var met = await app.ClientThatMet(alice).GetAsync("me");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (bob.StatusCode, alice.StatusCode, met.StatusCode));
    }

    [Theory]
    [InlineData("nobody", "There is no user 'nobody'. Known: alice, bob, carol.")]
    public async Task Moods_about_nobody_are_errors(string user, string told)
    {
        await using var app = await StartAsync();

        Assert.StartsWith(told, Assert.Throws<ArgumentException>(() => app.Entra.Revokes(user)).Message, StringComparison.Ordinal);
        Assert.StartsWith(told, Assert.Throws<ArgumentException>(() => app.Entra.Challenges(user)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The app has no API 'Mail'.", Assert.Throws<ArgumentException>(() => app.Entra.LosesConsent("Mail")).Message, StringComparison.Ordinal);
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(new { id = "1", displayName = "Alice" });
        return app;
    }
}
