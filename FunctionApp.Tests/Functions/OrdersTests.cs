using System.Net;
using FunctionsObo.Testing;

namespace FunctionApp.Tests.Functions;

public sealed class OrdersTests
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
}
