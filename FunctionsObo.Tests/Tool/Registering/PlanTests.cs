using System.Text.Json;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>What <c>functions-obo register</c> says and asks before it changes anything.</summary>
public sealed class PlanTests : IClassFixture<RegistrationTenant>
{
    private readonly RegistrationTenant _tenant;

    public PlanTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    [Fact]
    public async Task A_dry_run_says_what_would_change_and_changes_nothing()
    {
        var before = (await _tenant.DumpAsync(), _tenant.Settings);

        var run = await _tenant.RegisterAsync("--dry-run");
        var json = await _tenant.RegisterAsync("--dry-run", "--output", "json");

        Assert.Equal((6, 6), (run.ExitCode, json.ExitCode));
        Assert.Equal(before, (await _tenant.DumpAsync(), _tenant.Settings));
        Assert.Contains("create  application FunctionApp", run.Out, StringComparison.Ordinal);
        Assert.Contains("AzureAd:ClientId: {client id} → (its client id)", run.Out, StringComparison.Ordinal);
        using var result = JsonDocument.Parse(json.Out);
        Assert.Equal(("planned", "create"), (result.RootElement.GetProperty("outcome").GetString(), result.RootElement.GetProperty("plan").GetProperty("steps")[0].GetProperty("action").GetString()));
    }

    [Fact]
    public async Task The_plan_says_who_signed_in_and_where()
    {
        var run = await _tenant.RegisterAsync("--dry-run");

        Assert.Contains($"Tenant northwind ({RegistrationTenant.TenantId}), signed in as Ada Administrator (ada@northwind.example).", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_done_without_a_yes()
    {
        var before = await _tenant.DumpAsync();

        var run = await _tenant.RunAsync("register", RegistrationTenant.Administrator, ["--name", "FunctionApp"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("add --yes", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await _tenant.DumpAsync());
    }

    [Theory]
    [InlineData("n", 130)]
    [InlineData("y", 0)]
    public async Task It_asks_before_it_changes_anything(string answer, int exitCode)
    {
        using var keyboard = new StringReader(answer);

        var run = await ToolRun.OfAsync(
            ["register", "--emulator", _tenant.Emulator.Address.ToString(), "--user", RegistrationTenant.Administrator, "--name", "FunctionApp"], keyboard, isRedirected: false, folder: _tenant.Folder, time: _tenant.Time);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("Change this in the tenant northwind, as Ada Administrator (ada@northwind.example)? [y/N]", run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode == 0, (await _tenant.ApplicationsAsync("FunctionApp")).Count > 0);
    }

    [Fact]
    public async Task Programs_get_the_result_as_JSON()
    {
        var run = await _tenant.RegisterAsync("--output", "json", "--with-client");

        using var result = JsonDocument.Parse(run.Out);
        Assert.Equal("done", result.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(Assert.Single(await _tenant.ApplicationsAsync("FunctionApp")).Text("appId"), result.RootElement.GetProperty("clientId").GetString());
        Assert.True(result.RootElement.GetProperty("credentialIsProven").GetBoolean());
        Assert.Equal(1, (await _tenant.RunAsync("register", RegistrationTenant.Administrator, ["--output", "json"])).ExitCode);
    }
}
