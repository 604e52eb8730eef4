using System.Text.Json;
using FunctionsObo.Tool.Cloud.Graph;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary><c>functions-obo register</c>: from nothing, and again.</summary>
public sealed class RegisterTests : IClassFixture<RegistrationTenant>
{
    private readonly RegistrationTenant _tenant;

    public RegisterTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    [Fact]
    public async Task From_nothing_all_is_made_in_seven_looks_and_six_writes()
    {
        var before = _tenant.Calls;

        var run = await _tenant.RegisterAsync("--app", typeof(Program).Assembly.Location);

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Equal(7 + 6, _tenant.Calls - before);
        var app = Assert.Single(await _tenant.ApplicationsAsync("FunctionApp"));
        Assert.Equal(("functions-obo-functionapp", "AzureADMyOrg", "functions-obo:functionapp"), (app.Text("uniqueName"), app.Text("signInAudience"), Assert.Single(app.Texts("tags"))));
        Assert.Equal([$"api://{app.Text("appId")}"], app.Texts("identifierUris"));
        Assert.Equal("2", app["api"]!["requestedAccessTokenVersion"]!.ToString());
        Assert.Equal(["access_as_user"], app.Object("api")!.Objects("oauth2PermissionScopes").Select(scope => scope.Text("value")));
        Assert.Equal(["Functions.Read.All"], app.Objects("appRoles").Select(role => role.Text("value")));
        Assert.Equal(["idtyp", "xms_cc"], app.Object("optionalClaims")!.Objects("accessToken").Select(claim => claim.Text("name")));
        Assert.Equal([WellKnown.GraphAppId, WellKnown.OrdersAppId], app.Objects("requiredResourceAccess").Select(resource => resource.Text("resourceAppId")));
        Assert.Equal(["User.Read", "Orders.Read"], (await _tenant.GetAsync("oauth2PermissionGrants")).Objects("value").Select(grant => grant.Text("scope")));
    }

    [Fact]
    public async Task The_settings_file_gets_the_ids_and_the_secret_and_keeps_all_else()
    {
        var before = _tenant.Settings;

        await _tenant.RegisterAsync();

        var app = Assert.Single(await _tenant.ApplicationsAsync("FunctionApp"));
        var expected = before
            .Replace("{tenant id}", RegistrationTenant.TenantId, StringComparison.Ordinal)
            .Replace("\"{client id}\",\n", $"\"{app.Text("appId")}\",\n    \"AzureAd__Instance\": \"{_tenant.Emulator.Address}\",\n    \"AzureAd__ClientCredentials__0__SourceType\": \"ClientSecret\",\n    \"AzureAd__ClientCredentials__0__ClientSecret\": \"{_tenant.Secret}\",\n", StringComparison.Ordinal);
        Assert.Equal(expected, _tenant.Settings);
        Assert.StartsWith(Assert.Single(app.Objects("passwordCredentials")).Text("hint")!, _tenant.Secret, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_tenant.SettingsPath));
    }

    [Fact]
    public async Task A_second_run_writes_nothing_and_says_so()
    {
        await _tenant.RegisterAsync("--with-client", "--allow-azure-cli");
        var (directory, settings, calls) = (await _tenant.DumpAsync(), _tenant.Settings, _tenant.Calls);

        var run = await _tenant.RegisterAsync("--with-client", "--allow-azure-cli");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Nothing to change", run.Error, StringComparison.Ordinal);
        Assert.Equal(2 + 2 + 2 + 2 + 1, _tenant.Calls - calls); // who and where; both applications with their service principals; both APIs; consent
        Assert.Equal((directory, settings), (await _tenant.DumpAsync(), _tenant.Settings));
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

    [Fact]
    public async Task A_variable_that_hides_what_was_written_is_named()
    {
        var run = await _tenant.RunAsync("register", RegistrationTenant.Administrator, ["--name", "FunctionApp", "--yes"], new Dictionary<string, string>(StringComparer.Ordinal) { ["AzureAd__Instance"] = "https://login.example/" });

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("AzureAd:Instance of local.settings.json is hidden by the variable AzureAd__Instance: unset it.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_made_for_its_owner_only()
    {
        File.Delete(_tenant.SettingsPath);

        var run = await _tenant.RegisterAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"\"AzureAd__TenantId\": \"{RegistrationTenant.TenantId}\"", _tenant.Settings, StringComparison.Ordinal);
        Assert.NotNull(_tenant.Secret);
    }

    [Fact]
    public async Task A_test_client_is_pre_authorised_and_named_in_the_settings()
    {
        var known = Guid.NewGuid().ToString();

        var run = await _tenant.RegisterAsync("--with-client", "--allow-azure-cli", "--known-client", known);

        Assert.True(run.ExitCode == 0, run.Everything);
        var (app, client) = (Assert.Single(await _tenant.ApplicationsAsync("FunctionApp")), Assert.Single(await _tenant.ApplicationsAsync("FunctionApp (test client)")));
        Assert.Contains($"\"TestClient__ClientId\": \"{client.Text("appId")}\"", _tenant.Settings, StringComparison.Ordinal);
        Assert.Equal(["http://localhost"], client.Object("publicClient")!.Texts("redirectUris"));
        Assert.Equal([FunctionsObo.Tool.Cloud.SignIn.AzureCli, client.Text("appId")], app.Object("api")!.Objects("preAuthorizedApplications").Select(one => one.Text("appId")));
        Assert.Equal([known], app.Object("api")!.Texts("knownClientApplications"));
    }
}
