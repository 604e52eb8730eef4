using System.Net;
using FunctionsObo.Testing;

namespace FunctionApp.Tests.Functions;

/// <summary>Who is not let in, and what they are told.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Without_a_token_there_is_no_answer()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await app.AnonymousClient.GetAsync("whoami");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_token_without_the_scope_is_refused()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await app.ClientFor("alice", "another_scope").GetAsync("whoami");

        Assert.Equal((HttpStatusCode.Forbidden, "scope_missing"), (response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task A_token_that_has_expired_is_refused()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        var token = app.TokenFor("alice", "access_as_user");
        app.Time.Advance(TimeSpan.FromHours(2));

        var response = await app.ClientWith(token).GetAsync("whoami");

        Assert.Equal((HttpStatusCode.Unauthorized, "token_expired"), (response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task An_app_is_refused_where_a_user_is_needed()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await app.ClientForApp("daemon", "Functions.Read.All").GetAsync("whoami");

        Assert.Equal((HttpStatusCode.Forbidden, "user_required"), (response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task A_user_of_another_tenant_is_refused()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await app.ClientFor("carol", "access_as_user").GetAsync("whoami");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }
}
