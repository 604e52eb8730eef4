using System.Net;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using FunctionsObo.Authentication;
using TestSupport;

namespace FunctionsObo.Tests.EndToEnd;

/// <summary>An app calls, and the app calls on as itself, to the Orders API of the local stack.</summary>
public sealed class AppCallerTests
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
}
