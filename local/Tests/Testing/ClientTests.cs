using System.Net;
using FunctionsObo.Testing;

namespace Local.Tests.Testing;

public sealed class ClientTests
{
    [Fact]
    public async Task An_unknown_user_is_an_error_that_lists_the_known_ones()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => app.ClientFor("alicia", "access_as_user").GetAsync("me"));

        Assert.StartsWith("There is no user 'alicia'. Known: alice, bob, carol. Add others with TestAppOptions.Users.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_app_is_an_error_that_lists_the_known_ones()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => app.ClientForApp("demon").GetAsync("me"));

        Assert.StartsWith("There is no app 'demon'. Known: daemon.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_can_be_added_to_either_tenant()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(new() { Users = { "dave", "erin@fabrikam" } });
        app.Api("Graph").Get("me").For("dave").Answers(new { id = "4", displayName = "Dave" });

        var dave = await app.ClientFor("dave", "access_as_user").GetAsync("me");
        var erin = await app.ClientFor("erin", "access_as_user").GetAsync("me");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (dave.StatusCode, erin.StatusCode));
    }

    [Theory]
    [InlineData("alice", "There is a user 'alice' already: give the new one another name.")]
    [InlineData("dave@nowhere", "There is no tenant 'nowhere' for user 'dave@nowhere'. Known: contoso, fabrikam.")]
    public async Task A_user_that_cannot_be_added_is_an_error(string name, string told)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => ProtectedFunctions.StartAsync<Program>(new() { Users = { name } }));

        Assert.StartsWith(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_gets_a_new_token_before_the_old_one_ends()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(new { id = "1" });
        var client = app.ClientFor("alice", "access_as_user");

        var first = await client.GetAsync("me");
        app.Time.Advance(TimeSpan.FromMinutes(5));
        var again = await client.GetAsync("me");
        app.Time.Advance(TimeSpan.FromHours(3));
        var later = await client.GetAsync("me");

        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        Assert.Equal(TokenOf(first), TokenOf(again));
        Assert.NotEqual(TokenOf(first), TokenOf(later));
    }

    [Fact]
    public async Task A_client_keeps_a_token_that_the_test_put_on_the_request()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        using var request = new HttpRequestMessage(HttpMethod.Get, "me") { Headers = { Authorization = new("Bearer", app.TokenFor("alice", "other")) } };

        var response = await app.ClientFor("alice", "access_as_user").SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Disposing_one_client_leaves_the_others()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.ClientFor("alice", "access_as_user").Dispose();

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.AnonymousClient.GetAsync("me")).StatusCode);
    }

    [Fact]
    public async Task What_is_no_challenge_cannot_be_met()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        var refused = await app.AnonymousClient.GetAsync("me");

        var error = Assert.Throws<ArgumentException>(() => app.ClientThatMet(refused));

        Assert.StartsWith("The answer is no claims challenge: it is 401, with WWW-Authenticate: Bearer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_met_a_challenge_of_an_api_has_what_was_asked_for()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Times(2).Challenges("""{"access_token":{"acrs":{"essential":true,"values":["c7","c8"]}}}""");
        app.Api("Graph").Get("me").Answers(new { id = "1" });

        var challenge = await app.ClientFor("alice", "access_as_user").GetAsync("me");
        var met = await app.ClientThatMet(challenge).GetAsync("me");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (challenge.StatusCode, met.StatusCode));
        Assert.Equal("c7", new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(TokenOf(met)).GetPayloadValue<string[]>("acrs")[0]);
    }

    private static string TokenOf(HttpResponseMessage response) => response.RequestMessage!.Headers.Authorization!.Parameter!;
}
