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
    public async Task Nothing_is_known_here_of_a_user_but_what_the_token_says()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("whoami");

        Assert.Equal("access_as_user", Assert.Single((await response.JsonAsync()).GetProperty("scopes").EnumerateArray()).GetString());
    }
}
