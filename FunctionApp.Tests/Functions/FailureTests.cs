using System.Net;
using FunctionsObo.Testing;

namespace FunctionApp.Tests.Functions;

/// <summary>What clients are told when something that the app calls does not work.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task A_downstream_failure_is_no_failure_of_the_client()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Orders").Get("orders/7").Answers(HttpStatusCode.Forbidden);

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("orders/7");

        Assert.Equal((HttpStatusCode.Forbidden, "downstream_forbidden"), (response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task A_slow_api_is_waited_for_until_the_calls_time_is_over()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Orders").Post("orders").After(TimeSpan.FromHours(1)).Answers(HttpStatusCode.Created);
        using var order = new StringContent("""{"product":"Lamp","quantity":1}""");

        var waiting = app.ClientFor("alice", "access_as_user").PostAsync("orders", order);
        await app.Time.TimerAsync(due => due == TimeSpan.FromHours(1));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var response = await waiting;

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
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
}
