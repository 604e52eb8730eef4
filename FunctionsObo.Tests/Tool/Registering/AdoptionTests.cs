using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>Applications that are there already: made by others, deleted, or of the same name.</summary>
public sealed class AdoptionTests : IClassFixture<RegistrationTenant>
{
    private const string Portals = """
        {
          "displayName": "Portal app", "signInAudience": "AzureADMultipleOrgs", "tags": ["theirs"],
          "api": { "oauth2PermissionScopes": [ { "id": "5c09e000-0000-4000-8000-000000000001", "value": "access_as_user", "type": "User", "isEnabled": true, "adminConsentDisplayName": "a", "adminConsentDescription": "b" },
            { "id": "5c09e000-0000-4000-8000-000000000002", "value": "Old.Scope", "type": "User", "isEnabled": true, "adminConsentDisplayName": "a", "adminConsentDescription": "b" } ] },
          "optionalClaims": { "accessToken": [ { "name": "acct", "source": null, "essential": false, "additionalProperties": [] } ], "idToken": [], "saml2Token": [] },
          "requiredResourceAccess": [ { "resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": [ { "id": "11111111-0000-4000-8000-000000000001", "type": "Scope" } ] } ]
        }
        """;

    private readonly RegistrationTenant _tenant;

    public AdoptionTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    [Fact]
    public async Task What_others_made_gets_what_is_missing_and_keeps_what_it_has()
    {
        var made = await _tenant.SendAsync(HttpMethod.Post, "applications", Portals);
        await _tenant.SendAsync(HttpMethod.Post, $"applications/{made.Text("id")}/addPassword", """{ "passwordCredential": { "displayName": "theirs" } }""");

        var run = await _tenant.RegisterAsync("--client-id", made.Text("appId")!);

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("No function asks for the scope Old.Scope", run.Out, StringComparison.Ordinal);
        Assert.Contains("signInAudience stays AzureADMultipleOrgs", run.Out, StringComparison.Ordinal);
        var app = await _tenant.GetAsync($"applications/{made.Text("id")}");
        Assert.Equal(["theirs"], app.Texts("tags"));
        Assert.Equal(["acct", "idtyp", "xms_cc"], app.Object("optionalClaims")!.Objects("accessToken").Select(claim => claim.Text("name")));
        Assert.Equal(["5c09e000-0000-4000-8000-000000000001", "5c09e000-0000-4000-8000-000000000002"], app.Object("api")!.Objects("oauth2PermissionScopes").Select(scope => scope.Text("id")));
        Assert.Contains("11111111-0000-4000-8000-000000000001", app["requiredResourceAccess"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["theirs"], app.Objects("passwordCredentials").Select(one => one.Text("displayName")).Where(name => !name!.StartsWith("functions-obo ", StringComparison.Ordinal)));
        Assert.Equal(2, app.Objects("passwordCredentials").Count);
    }

    [Fact]
    public async Task Consent_of_others_stays_when_ours_is_added()
    {
        await _tenant.RegisterAsync();
        var grant = (await _tenant.GetAsync("oauth2PermissionGrants")).Objects("value")[0];
        await _tenant.SendAsync(HttpMethod.Patch, $"oauth2PermissionGrants/{grant.Text("id")}", """{ "scope": "Mail.Read" }""");

        await _tenant.RegisterAsync();

        Assert.Equal("Mail.Read User.Read", (await _tenant.GetAsync($"oauth2PermissionGrants/{grant.Text("id")}")).Text("scope"));
    }

    [Fact]
    public async Task A_second_application_of_one_name_is_not_made()
    {
        await _tenant.SendAsync(HttpMethod.Post, "applications", """{ "displayName": "FunctionApp", "signInAudience": "AzureADMyOrg" }""");
        var before = await _tenant.DumpAsync();

        var run = await _tenant.RegisterAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("give --client-id to use it, or --name to make one of another name", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await _tenant.DumpAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deleted_application_comes_back_with_its_service_principal_and_consent(bool isNamedBySettings)
    {
        await _tenant.RegisterAsync();
        var app = Assert.Single(await _tenant.ApplicationsAsync("FunctionApp"));
        await _tenant.SendAsync(HttpMethod.Delete, $"applications/{app.Text("id")}");
        if (!isNamedBySettings) _tenant.WriteSettings();

        var run = await _tenant.RegisterAsync();

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("restore application FunctionApp", run.Out, StringComparison.Ordinal);
        Assert.Equal(app.Text("appId"), Assert.Single(await _tenant.ApplicationsAsync("FunctionApp")).Text("appId"));
        Assert.Equal(2, (await _tenant.GetAsync("oauth2PermissionGrants")).Objects("value").Count);
        Assert.Empty((await _tenant.GetAsync("directory/deletedItems/microsoft.graph.servicePrincipal")).Objects("value"));
    }

    [Fact]
    public async Task A_disabled_scope_of_the_code_is_switched_on_again()
    {
        await _tenant.RegisterAsync();
        var app = Assert.Single(await _tenant.ApplicationsAsync("FunctionApp"));
        var api = app.Object("api")!;
        api.Objects("oauth2PermissionScopes")[0]["isEnabled"] = false;
        await _tenant.SendAsync(HttpMethod.Patch, $"applications/{app.Text("id")}", new JsonObject { ["api"] = api.DeepClone() }.ToJsonString());

        var run = await _tenant.RegisterAsync();

        Assert.Contains("access_as_user (disabled) → access_as_user", run.Out, StringComparison.Ordinal);
        Assert.True(Assert.Single(await _tenant.ApplicationsAsync("FunctionApp")).Object("api")!.Objects("oauth2PermissionScopes")[0].Flag("isEnabled"));
    }

    [Fact]
    public async Task Another_tenant_than_that_of_the_settings_is_left_alone()
    {
        await File.WriteAllTextAsync(_tenant.SettingsPath, _tenant.Settings.Replace("{tenant id}", "other.example", StringComparison.Ordinal));

        var run = await _tenant.RegisterAsync("--tenant", RegistrationTenant.TenantId);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("but AzureAd:TenantId of the settings is other.example", run.Error, StringComparison.Ordinal);
    }
}
