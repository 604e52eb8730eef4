using System.Net;
using EntraEmulator.Dev;
using FunctionApp.Functions;
using FunctionsObo.Authentication;
using TestSupport;

namespace FunctionApp.Tests.Functions;

public sealed class OrderReportTests
{
    [Fact]
    public async Task An_app_with_the_role_gets_the_totals_and_the_downstream_call_is_the_apps_own()
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.GetAsync("reports/orders", new TokenRequest { Application = "daemon" });
        await stack.GetAsync("reports/orders", new TokenRequest { Application = "daemon" });

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(3, reply.Json.GetProperty("users").GetInt32());
        var seen = stack.Local.Orders.Seen.Newest;
        Assert.All(seen, token => Assert.Equal(
            (WellKnown.OrdersAppId, WellKnown.FunctionAppClientId, null, WellKnown.OrdersReadAllRole),
            (token.Aud, token.Azp, token.Scp, Assert.Single(token.Roles))));
        Assert.Single(seen.Select(token => token.Uti).Distinct(StringComparer.Ordinal));
        var grants = stack.Emulator.Stats.Snapshot().Grants;
        Assert.Equal((1, 0), (grants["client_credentials"], grants.GetValueOrDefault("on_behalf_of")));
    }

    [Fact]
    public async Task A_user_is_refused_before_anything_is_called()
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.GetAsync("reports/orders", "alice");

        Assert.Equal((HttpStatusCode.Forbidden, "app_required"), (reply.Status, reply.Code));
        Assert.Empty(stack.Local.Orders.Seen.Newest);
    }

    [Fact]
    public async Task An_app_without_the_role_is_refused()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.Mint(payload =>
        {
            payload.Remove("scp");
            payload["idtyp"] = "app";
            payload["roles"] = new System.Text.Json.Nodes.JsonArray("Functions.Write.All");
        });

        var reply = await stack.SendAsync(HttpMethod.Get, "reports/orders", token);

        Assert.Equal((HttpStatusCode.Forbidden, "role_missing"), (reply.Status, reply.Code));
    }
}
