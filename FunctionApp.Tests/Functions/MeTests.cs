using System.Net;
using FunctionsObo.Testing;

namespace FunctionApp.Tests.Functions;

public sealed class MeTests
{
    [Fact]
    public async Task A_user_gets_their_own_profile_by_a_call_on_their_behalf()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(new { id = "1", displayName = "Alice" });

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Alice", (await response.JsonAsync()).GetProperty("displayName").GetString());
        Assert.Equal("alice", Assert.Single(app.Api("Graph").Requests).User);
    }

    [Fact]
    public async Task Each_user_gets_their_own()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").For("alice").Answers(new { id = "1", displayName = "Alice" });
        app.Api("Graph").Get("me").For("bob").Answers(HttpStatusCode.NotFound);

        var alice = await app.ClientFor("alice", "access_as_user").GetAsync("me");
        var bob = await app.ClientFor("bob", "access_as_user").GetAsync("me");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (alice.StatusCode, bob.StatusCode));
    }

    [Fact]
    public async Task Missing_consent_is_said_to_the_client()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.LosesConsent("Graph");

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.Equal((HttpStatusCode.Forbidden, "consent_required"), (response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task A_client_that_met_a_challenge_gets_its_answer()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(new { id = "1" });
        app.Entra.Challenges("alice");

        var challenge = await app.ClientFor("alice", "access_as_user").GetAsync("me");
        var response = await app.ClientThatMet(challenge).GetAsync("me");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (challenge.StatusCode, response.StatusCode));
    }

    [Fact]
    public async Task Who_comes_without_a_token_causes_no_call()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await app.AnonymousClient.GetAsync("me");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(app.Api("Graph").Requests);
    }
}
