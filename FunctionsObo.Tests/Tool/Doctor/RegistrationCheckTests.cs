using System.Text.Json;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>Each mistake in the directory is found by its own check, and by no other.</summary>
public sealed class RegistrationCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    private const string Application = $"applications(appId='{WellKnown.FunctionAppClientId}')";
    private const string Principal = $"servicePrincipals(appId='{WellKnown.FunctionAppClientId}')";
    private const string Other = $$"""{ "id": "5c09e000-0000-4000-8000-000000000001", "value": "other", "type": "User", "isEnabled": true, "adminConsentDisplayName": "a", "adminConsentDescription": "b" }""";

    public void Dispose() => fixture.Heal();

    [Fact]
    public async Task R1_an_application_that_was_deleted_can_be_restored()
    {
        await fixture.GraphAsync("DELETE", Application);

        await FindsAsync("R1", "was deleted", "Restore it");
    }

    [Fact]
    public async Task R1_an_application_that_is_not_there_is_registered() => (await fixture.ExamineAsync(
        ("AzureAd__ClientId", "f0bc0000-0000-4000-8000-00000000dead"), ("AzureAd__Audiences__0", null), ("AzureAd__ClientCredentials__0__ClientSecret", "x~secret"))).Finds("R1", "The tenant has no application", "functions-obo register");

    [Theory]
    [InlineData(WellKnown.FunctionAppClientId, "The app is disabled")]
    [InlineData(WellKnown.OrdersAppId, "Orders (api://07de7500-0000-4000-8000-000000000020) is disabled")]
    public async Task R2_a_service_principal_that_is_disabled(string appId, string text)
    {
        await fixture.GraphAsync("PATCH", $"servicePrincipals(appId='{appId}')", """{ "accountEnabled": false }""");

        await FindsAsync("R2", text, "Enterprise applications > Properties");
    }

    [Fact]
    public async Task R2_a_downstream_API_without_service_principal()
    {
        await fixture.GraphAsync("DELETE", $"servicePrincipals(appId='{WellKnown.OrdersAppId}')");

        await FindsAsync("R2", "Orders (api://07de7500-0000-4000-8000-000000000020) has no service principal", "Have an administrator consent to it");
    }

    [Fact]
    public async Task R3_tokens_of_version_1()
    {
        fixture.Change(fixture.Functions with { AccessTokenVersion = 1 });

        await FindsAsync("R3", "Tokens are of version 1.0, and AzureAd:TokenVersions takes 2.0", "Set requestedAccessTokenVersion to 2", withUser: false);
    }

    [Theory]
    [InlineData("""{ "identifierUris": [] }""", "It has no App ID URI", "Expose an API")]
    [InlineData("""{ "identifierUris": ["api://F0BC0000-0000-4000-8000-000000000010"] }""", "has capitals", "Write it in lower case")]
    public async Task R4_the_App_ID_URI(string change, string text, string fix)
    {
        await fixture.GraphAsync("PATCH", Application, change);

        await FindsAsync("R4", text, fix, withUser: false);
    }

    [Fact]
    public async Task R5_a_scope_that_the_code_asks_for_and_nobody_offers()
    {
        fixture.Change(fixture.Functions with { Scopes = ["other"] });

        await FindsAsync("R5", "The code asks for the scope 'access_as_user', and the registration has none", "Add the scope 'access_as_user'", withUser: false);
    }

    [Fact]
    public async Task R5_a_scope_that_is_disabled()
    {
        var scope = (await fixture.GraphAsync("GET", Application)).GetProperty("api").GetProperty("oauth2PermissionScopes")[0].GetRawText().Replace("\"isEnabled\":true", "\"isEnabled\":false", StringComparison.Ordinal);
        await fixture.GraphAsync("PATCH", Application, $$"""{ "api": { "oauth2PermissionScopes": [ {{scope}}, {{Other}} ] } }""");

        await FindsAsync("R5", "The scope 'access_as_user' is disabled", "Enable it", withUser: false);
    }

    [Theory]
    [InlineData("""[]""", "asks for the app role 'Functions.Read.All', and the registration has none", "Add the app role")]
    [InlineData("""["User"]""", "The app role 'Functions.Read.All' is for users", "Allow it for applications")]
    public async Task R6_an_app_role_that_the_code_asks_for(string types, string text, string fix)
    {
        var role = (await fixture.GraphAsync("GET", Application)).GetProperty("appRoles")[0];
        await fixture.GraphAsync("PATCH", Application, $$"""{ "appRoles": [ {{role.GetRawText().Replace("\"isEnabled\":true", "\"isEnabled\":false", StringComparison.Ordinal)}} ] }""");
        await fixture.GraphAsync("PATCH", Application, types == "[]" ? """{ "appRoles": [] }""" : $$"""{ "appRoles": [ {{role.GetRawText().Replace("[\"Application\"]", types, StringComparison.Ordinal)}} ] }""");

        await FindsAsync("R6", text, fix);
    }

    [Theory]
    [InlineData("User.Reed", "Graph has no scope 'User.Reed'", "Correct the spelling in DownstreamApis:Graph:Scopes")]
    [InlineData("Mail.Read", "Graph: 'Mail.Read' is not among the registration's API permissions", "Add it under API permissions")]
    public async Task R7_a_permission_that_is_not_listed(string scope, string text, string fix) =>
        (await fixture.ExamineAsync(("DownstreamApis__Graph__Scopes__0", $"https://graph.microsoft.com/{scope}"))).Finds("R7", text, fix);

    [Fact]
    public async Task R8_a_permission_that_nobody_consented_to()
    {
        fixture.Change(fixture.Functions with { DelegatedGrants = [.. fixture.Functions.DelegatedGrants.Where(grant => grant.ResourceId == WellKnown.GraphAppId), new PermissionGrant(WellKnown.OrdersAppId, ["Orders.Read"])], Details = await DetailsAsync() });

        var doctor = await FindsAsync("R8", "Orders: nobody has consented to Orders.ReadWrite", $"{WellKnown.ContosoTenantId}/adminconsent?client_id={WellKnown.FunctionAppClientId}");
        Assert.Equal("because of R8", doctor.Checks["T5"].Text);
    }

    [Fact]
    public async Task R8_and_R10_consent_of_single_users_and_a_client_that_the_API_does_not_know()
    {
        fixture.Change(fixture.Functions with { DelegatedGrants = [.. fixture.Functions.DelegatedGrants.Where(grant => grant.ResourceId == WellKnown.GraphAppId)], Details = await DetailsAsync() });
        var (client, resource) = (await IdAsync(Principal), await IdAsync($"servicePrincipals(appId='{WellKnown.OrdersAppId}')"));
        await fixture.GraphAsync("POST", "oauth2PermissionGrants", $$"""{ "clientId": "{{client}}", "consentType": "Principal", "principalId": "{{WellKnown.AliceObjectId}}", "resourceId": "{{resource}}", "scope": "Orders.Read Orders.ReadWrite" }""");

        var unknown = await fixture.ExamineAsync(["--client", WellKnown.CliClientId], []);
        await fixture.GraphAsync("PATCH", Application, $$"""{ "api": { "knownClientApplications": ["{{WellKnown.CliClientId}}"] } }""");
        var known = await fixture.ExamineAsync(["--client", WellKnown.CliClientId], []);

        Assert.Equal(["R8", "R10"], unknown.Found);
        Assert.Contains($"Add {WellKnown.CliClientId} to knownClientApplications", unknown.Checks["R10"].Fix, StringComparison.Ordinal);
        Assert.Contains("only some users have consented", unknown.Checks["R8"].Text, StringComparison.Ordinal);
        Assert.Equal(["R8"], known.Found);
        Assert.Equal(0, known.Run.ExitCode);
    }

    [Fact]
    public async Task R9_an_API_that_is_called_as_the_app_without_an_app_role()
    {
        (string, string?)[] asApp = [("DownstreamApis__Orders__RequestAppToken", "true"), ("DownstreamApis__Orders__Scopes__0", $"{WellKnown.OrdersIdUri}/.default"), ("DownstreamApis__Orders__Scopes__1", null)];

        (await fixture.ExamineAsync(asApp)).FindsNothing("R9", "fine");
        fixture.Change(fixture.Functions with { ApplicationGrants = [] });
        (await fixture.ExamineAsync(asApp)).Finds("R9", "Orders is called as the app", "Add an application permission");
    }

    [Fact]
    public async Task R11_optional_claims_that_are_missing()
    {
        fixture.Change(fixture.Functions with { IncludeClientCapabilities = false });

        await FindsAsync("R11", "Tokens lack xms_cc: no client gets a claims challenge", "Token configuration");
    }

    [Fact]
    public async Task R12_a_registration_for_one_tenant_with_settings_for_several()
    {
        fixture.Change(fixture.Functions with { MultiTenant = false });

        (await fixture.ExamineAsync(("AzureAd__AllowedTenants__1", WellKnown.FabrikamTenantId))).Finds("R12", "AzureADMyOrg", "Set its supported account types");
    }

    [Fact]
    public async Task R13_an_app_that_demands_assignment_with_nobody_assigned()
    {
        fixture.Change(fixture.Emulator.Directory.FindApplication(WellKnown.DaemonName)! with { ApplicationGrants = [] });
        await fixture.GraphAsync("PATCH", Principal, """{ "appRoleAssignmentRequired": true }""");

        await FindsAsync("R13", "nobody is", "Assign users, groups or apps");
    }

    [Theory]
    [InlineData(Application, """{ "tokenEncryptionKeyId": "5c09e000-0000-4000-8000-000000000009" }""", "Tokens are encrypted", "Set tokenEncryptionKeyId to null")]
    [InlineData(Application, """{ "api": { "acceptMappedClaims": true } }""", "Claims mapping is accepted", "Set acceptMappedClaims to null")]
    [InlineData(Principal, """{ "preferredTokenSigningKeyThumbprint": "5CA1AB1E" }""", "signed with a key of the app's own", "Remove the token signing certificate")]
    public async Task R14_keys_that_the_app_does_not_have(string what, string change, string text, string fix)
    {
        await fixture.GraphAsync("PATCH", what, change);

        await FindsAsync("R14", text, fix);
    }

    [Fact]
    public async Task R15_another_of_the_same_name_no_owner_and_many_secrets()
    {
        await fixture.GraphAsync("POST", "applications", """{ "displayName": "functions", "signInAudience": "AzureADMyOrg" }""");
        fixture.Functions.Credentials.AddSecret("a~second").AddSecret("a~third");
        fixture.Change(fixture.Functions with { Owners = [] });

        var doctor = await FindsAsync("R15", "2 applications are named 'functions'", "Give each another name");
        Assert.Contains("It has no owner", doctor.Checks["R15"].Text, StringComparison.Ordinal);
        Assert.Contains("3 secrets are good at the same time", doctor.Checks["R15"].Text, StringComparison.Ordinal);
        Assert.Equal(0, doctor.Run.ExitCode);
    }

    [Fact]
    public async Task Who_may_not_look_learns_which_right_it_takes_and_nothing_is_wrong()
    {
        fixture.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Status = 403, Times = 0 });

        var doctor = await fixture.ExamineAsync();

        doctor.FindsNothing("R8", "unknown");
        Assert.Contains("Application.Read.All", doctor.Checks["R1"].Fix, StringComparison.Ordinal);
        Assert.Equal("fine", doctor.Checks["T5"].State);
        Assert.Equal(0, doctor.Run.ExitCode);
    }

    private async Task<DoctorRun> FindsAsync(string check, string text, string fix, bool withUser = true)
    {
        // The mistake changes tokens, too, which is not what these tests are about.
        var doctor = withUser ? await fixture.ExamineAsync() : await fixture.ExamineAsync(["--token", "-"], [], input: fixture.TokenFromBefore);
        doctor.Finds(check, text, fix);
        return doctor;
    }

    /// <summary>What the directory keeps of the registration, with the permissions that it lists now.</summary>
    private async Task<System.Text.Json.Nodes.JsonObject> DetailsAsync() => new()
    {
        ["requiredResourceAccess"] = JsonSerializer.SerializeToNode((await fixture.GraphAsync("GET", Application)).GetProperty("requiredResourceAccess")),
    };

    private async Task<string> IdAsync(string path) => (await fixture.GraphAsync("GET", path)).GetProperty("id").GetString()!;
}
