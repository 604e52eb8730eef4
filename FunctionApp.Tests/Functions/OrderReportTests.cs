using System.Net;
using FunctionsObo.Testing;

namespace FunctionApp.Tests.Functions;

public sealed class OrderReportTests
{
    [Fact]
    public async Task An_app_with_the_role_gets_the_totals_and_the_downstream_call_is_the_apps_own()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Orders").Get("orders/summary").Answers(new { users = 3, orders = 4, pieces = 5 });
        var daemon = app.ClientForApp("daemon", "Functions.Read.All");

        var response = await daemon.GetAsync("reports/orders");
        await daemon.GetAsync("reports/orders");

        Assert.Equal(3, (await response.JsonAsync()).GetProperty("users").GetInt32());
        Assert.All(app.Api("Orders").Requests, request => Assert.Equal((null, 0, 1), (request.User, request.Scopes.Count, request.Roles.Count)));
        var grants = app.Entra.Emulator.Stats.Snapshot().Grants;
        Assert.Equal((1, 0), (grants["client_credentials"], grants.GetValueOrDefault("on_behalf_of")));
    }

    [Fact]
    public async Task A_user_is_refused_before_anything_is_called()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("reports/orders");

        Assert.Equal((HttpStatusCode.Forbidden, "app_required"), (response.StatusCode, await response.CodeAsync()));
        Assert.Empty(app.Api("Orders").Requests);
    }

    [Fact]
    public async Task An_app_without_the_role_is_refused()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await app.ClientForApp("daemon", "Functions.Write.All").GetAsync("reports/orders");

        Assert.Equal((HttpStatusCode.Forbidden, "role_missing"), (response.StatusCode, await response.CodeAsync()));
    }
}
