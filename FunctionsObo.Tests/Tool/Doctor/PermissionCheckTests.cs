using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator.Tenants;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What the registration offers, and what it was granted: each mistake is found by its own check, and by no other.</summary>
public sealed class PermissionCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    private const string Other = $$"""{ "id": "5c09e000-0000-4000-8000-000000000001", "value": "other", "type": "User", "isEnabled": true, "adminConsentDisplayName": "a", "adminConsentDescription": "b" }""";

    public void Dispose() => fixture.Heal();

    [Fact]
    public async Task R5_a_scope_that_the_code_asks_for_and_nobody_offers()
    {
        fixture.Change(fixture.Functions with { Scopes = ["other"] });

        await fixture.FindsAsync("R5", "The code asks for the scope 'access_as_user', and the registration has none", "Add the scope 'access_as_user'", withUser: false);
    }

    [Fact]
    public async Task R5_a_scope_that_is_disabled()
    {
        var scope = (await fixture.GraphAsync("GET", DoctorFixture.Application)).GetProperty("api").GetProperty("oauth2PermissionScopes")[0].GetRawText().Replace("\"isEnabled\":true", "\"isEnabled\":false", StringComparison.Ordinal);
        await fixture.GraphAsync("PATCH", DoctorFixture.Application, $$"""{ "api": { "oauth2PermissionScopes": [ {{scope}}, {{Other}} ] } }""");

        await fixture.FindsAsync("R5", "The scope 'access_as_user' is disabled", "Enable it", withUser: false);
    }

    [Theory]
    [InlineData("""[]""", "asks for the app role 'Functions.Read.All', and the registration has none", "Add the app role")]
    [InlineData("""["User"]""", "The app role 'Functions.Read.All' is for users", "Allow it for applications")]
    public async Task R6_an_app_role_that_the_code_asks_for(string types, string text, string fix)
    {
        var role = (await fixture.GraphAsync("GET", DoctorFixture.Application)).GetProperty("appRoles")[0];
        await fixture.GraphAsync("PATCH", DoctorFixture.Application, $$"""{ "appRoles": [ {{role.GetRawText().Replace("\"isEnabled\":true", "\"isEnabled\":false", StringComparison.Ordinal)}} ] }""");
        await fixture.GraphAsync("PATCH", DoctorFixture.Application, types == "[]" ? """{ "appRoles": [] }""" : $$"""{ "appRoles": [ {{role.GetRawText().Replace("[\"Application\"]", types, StringComparison.Ordinal)}} ] }""");

        await fixture.FindsAsync("R6", text, fix);
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

        var doctor = await fixture.FindsAsync("R8", "Orders: nobody has consented to Orders.ReadWrite", $"{WellKnown.ContosoTenantId}/adminconsent?client_id={WellKnown.FunctionAppClientId}");
        Assert.Equal("because of R8", doctor.Checks["T5"].Text);
    }

    [Fact]
    public async Task R8_and_R10_consent_of_single_users_and_a_client_that_the_API_does_not_know()
    {
        fixture.Change(fixture.Functions with { DelegatedGrants = [.. fixture.Functions.DelegatedGrants.Where(grant => grant.ResourceId == WellKnown.GraphAppId)], Details = await DetailsAsync() });
        var (client, resource) = (await IdAsync(DoctorFixture.Principal), await IdAsync($"servicePrincipals(appId='{WellKnown.OrdersAppId}')"));
        await fixture.GraphAsync("POST", "oauth2PermissionGrants", $$"""{ "clientId": "{{client}}", "consentType": "Principal", "principalId": "{{WellKnown.AliceObjectId}}", "resourceId": "{{resource}}", "scope": "Orders.Read Orders.ReadWrite" }""");

        var unknown = await fixture.ExamineAsync(["--client", WellKnown.CliClientId], []);
        await fixture.GraphAsync("PATCH", DoctorFixture.Application, $$"""{ "api": { "knownClientApplications": ["{{WellKnown.CliClientId}}"] } }""");
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

    /// <summary>What the directory keeps of the registration, with the permissions that it lists now.</summary>
    private async Task<JsonObject> DetailsAsync() => new()
    {
        ["requiredResourceAccess"] = JsonSerializer.SerializeToNode((await fixture.GraphAsync("GET", DoctorFixture.Application)).GetProperty("requiredResourceAccess")),
    };

    private async Task<string> IdAsync(string path) => (await fixture.GraphAsync("GET", path)).GetProperty("id").GetString()!;
}
