using EntraEmulator.Dev;
using TestSupport;

namespace Local.Tests.EntraEmulator.Graph;

/// <summary>What is registered in the directory is what the token endpoint knows.</summary>
public sealed class OneStateTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private DirectoryClient Client { get; } = new(fixture);

    [Fact]
    public async Task From_nothing_to_a_token_for_Graph_on_behalf_of_a_user()
    {
        var made = await Client.PostAsync("applications", $$"""{ "displayName": "story", "signInAudience": "AzureADMyOrg", "api": { "requestedAccessTokenVersion": 2, "oauth2PermissionScopes": [ {{DirectoryClient.Scope}} ] } }""");
        var (id, appId) = (made.Text("id"), made.Text("appId"));
        var secret = (await Client.PostAsync($"applications/{id}/addPassword", "{}")).Text("secretText");
        var app = new Registered(id, appId, "", secret, "");
        Assert.Equal(700016, (await ExchangeAsync()).Code);
        Assert.Equal(201, (await Client.PatchAsync($"servicePrincipals(appId='{appId}')", "{}", createIfMissing: true)).Status);
        Assert.Equal(204, (await Client.PatchAsync($"servicePrincipals(appId='{appId}')", "{}", createIfMissing: true)).Status);
        Assert.Equal(65001, (await ExchangeAsync()).Code);
        var grant = await ConsentAsync(await Client.PrincipalIdAsync(appId), "User.Read");
        Assert.Equal(201, grant.Status);

        var token = await ExchangeAsync();

        Assert.Equal("User.Read", token.Claims.GetProperty("scp").GetString());
        Assert.Equal(appId, token.Claims.GetProperty("azp").GetString());
        Assert.Equal(204, (await Client.DeleteAsync($"oauth2PermissionGrants/{grant.Text("id")}")).Status);
        Assert.Equal(65001, (await ExchangeAsync()).Code);

        Task<TokenReply> ExchangeAsync() => fixture.PostAsync(app.Exchange(fixture.Emulator));
    }

    [Fact]
    public async Task A_second_grant_is_a_conflict_and_a_patch_replaces_its_scopes()
    {
        var app = await Client.RegisterAsync("granted");
        var first = await ConsentAsync(app.PrincipalId, "User.Read");
        var second = await ConsentAsync(app.PrincipalId, "Mail.Read");
        var ofUser = await ConsentAsync(app.PrincipalId, "Mail.Read", WellKnown.BobObjectId);

        Assert.Equal((201, 409, "Request_MultipleObjectsWithSameKeyValue", 201), (first.Status, second.Status, second.Code, ofUser.Status));
        const string Mail = "https://graph.microsoft.com/Mail.Read";
        Assert.Equal(65001, (await fixture.PostAsync(app.Exchange(fixture.Emulator, Mail))).Code);
        Assert.Equal(200, (await fixture.PostAsync(app.Exchange(fixture.Emulator, Mail, "bob"))).Status);
        Assert.Equal(204, (await Client.PatchAsync($"oauth2PermissionGrants/{first.Text("id")}", """{ "scope": "Mail.Read" }""")).Status);
        Assert.Equal(200, (await fixture.PostAsync(app.Exchange(fixture.Emulator, Mail))).Status);
        Assert.Equal(2, (await Client.GetAsync($"oauth2PermissionGrants?$filter=clientId eq '{app.PrincipalId}'")).Values.Count);
        Assert.Equal(404, (await ConsentAsync(Guid.NewGuid().ToString(), "User.Read")).Status);
    }

    [Fact]
    public async Task A_grant_of_the_stack_can_be_changed()
    {
        await using var own = await OwnEmulator.StartAsync(new() { Port = 0 });
        var client = new DirectoryClient(own);
        var functions = await client.PrincipalIdAsync(WellKnown.FunctionAppClientId);
        var graph = await client.PrincipalIdAsync(WellKnown.GraphAppId);
        var grant = (await client.GetAsync($"oauth2PermissionGrants?$filter=clientId eq '{functions}' and resourceId eq '{graph}' and consentType eq 'AllPrincipals'")).Values.Single();

        Assert.Equal(65001, (await own.ExchangeAsync("https://graph.microsoft.com/Mail.Read")).Code);
        Assert.Equal(204, (await client.PatchAsync($"oauth2PermissionGrants/{grant.GetProperty("id").GetString()}", """{ "scope": "User.Read Mail.Read" }""")).Status);

        Assert.Equal(200, (await own.ExchangeAsync("https://graph.microsoft.com/Mail.Read")).Status);
        Assert.Equal(200, (await own.ExchangeAsync($"{WellKnown.OrdersIdUri}/Orders.Read")).Status);
    }

    [Fact]
    public async Task An_app_role_is_in_the_token_while_it_is_assigned()
    {
        var (api, daemon) = (await Client.RegisterAsync("role-api"), await Client.RegisterAsync("role-daemon"));
        var body = $$"""{ "principalId": "{{daemon.PrincipalId}}", "resourceId": "{{api.PrincipalId}}", "appRoleId": "{{DirectoryClient.RoleId}}" }""";
        var address = $"servicePrincipals/{api.PrincipalId}/appRoleAssignedTo";

        var (first, second) = (await Client.PostAsync(address, body), await Client.PostAsync(address, body));
        var with = await fixture.PostAsync(daemon.AppRequest($"api://{api.AppId}/.default"));
        var listed = await Client.GetAsync($"servicePrincipals/{daemon.PrincipalId}/appRoleAssignments");
        await Client.DeleteAsync($"{address}/{first.Text("id")}");
        var without = await fixture.PostAsync(daemon.AppRequest($"api://{api.AppId}/.default"));

        Assert.Equal((201, 400), (first.Status, second.Status));
        Assert.Equal("Work", with.Claims.GetProperty("roles")[0].GetString());
        Assert.Equal(daemon.PrincipalId, with.Claims.GetProperty("oid").GetString());
        Assert.Equal(DirectoryClient.RoleId, listed.Values.Single().GetProperty("appRoleId").GetString());
        Assert.False(without.Claims.TryGetProperty("roles", out _));
    }

    [Fact]
    public async Task Version_optional_claims_and_scopes_are_those_of_the_next_token()
    {
        var api = await Client.RegisterAsync("claims");
        var before = await TokenAsync();
        var disabled = DirectoryClient.Scope.Replace("\"isEnabled\": true", "\"isEnabled\": false", StringComparison.Ordinal);

        await Client.PatchAsync($"applications/{api.Id}", $$"""{ "api": { "requestedAccessTokenVersion": null, "oauth2PermissionScopes": [ {{disabled}} ] }, "optionalClaims": { "accessToken": [ { "name": "idtyp" } ] } }""");
        var after = await TokenAsync();

        Assert.Equal(("2.0", api.AppId, false), (before.Claims.GetProperty("ver").GetString(), before.Claims.GetProperty("aud").GetString(), before.Claims.TryGetProperty("idtyp", out _)));
        Assert.Equal(("1.0", $"api://{api.AppId}", "app"), (after.Claims.GetProperty("ver").GetString(), after.Claims.GetProperty("aud").GetString(), after.Claims.GetProperty("idtyp").GetString()));
        Assert.Empty(fixture.Emulator.Directory.FindApplication(api.AppId)!.Scopes);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await Client.GetAsync($"applications/{api.Id}")).Body.GetProperty("api").GetProperty("requestedAccessTokenVersion").ValueKind);

        Task<TokenReply> TokenAsync() => fixture.PostAsync(api.AppRequest($"api://{api.AppId}/.default"));
    }

    [Fact]
    public async Task A_disabled_service_principal_gets_no_token_and_none_is_issued_for_it()
    {
        var (api, daemon) = (await Client.RegisterAsync("disabled"), await Client.RegisterAsync("caller"));

        await Client.PatchAsync($"servicePrincipals/{api.PrincipalId}", """{ "accountEnabled": false }""");

        Assert.Equal(7000112, (await fixture.PostAsync(api.AppRequest("https://graph.microsoft.com/.default"))).Code);
        Assert.Equal(500014, (await fixture.PostAsync(daemon.AppRequest($"api://{api.AppId}/.default"))).Code);
    }

    [Fact]
    public async Task A_pre_authorised_client_needs_no_consent()
    {
        var (api, client) = (await Client.RegisterAsync("pre-api"), await Client.RegisterAsync("pre-client"));
        var scope = $"api://{api.AppId}/access";
        Assert.Equal(65001, (await fixture.PostAsync(client.Exchange(fixture.Emulator, scope))).Code);

        await Client.PatchAsync($"applications/{api.Id}", $$"""{ "api": { "preAuthorizedApplications": [ { "appId": "{{client.AppId}}", "delegatedPermissionIds": ["{{DirectoryClient.ScopeId}}"] } ] } }""");

        Assert.Equal(200, (await fixture.PostAsync(client.Exchange(fixture.Emulator, scope))).Status);
    }

    [Fact]
    public async Task What_the_emulator_is_told_in_code_the_directory_shows()
    {
        await using var own = await OwnEmulator.StartAsync(new() { Port = 0 });
        var client = new DirectoryClient(own);
        var made = await client.RegisterAsync("in code");
        var directory = own.Emulator.Directory;

        directory.Become(directory.With(applications: [directory.FindApplication(made.AppId)! with { AccessTokenVersion = 1, Scopes = ["access", "new"], IncludeTokenType = true }]));
        var now = (await client.GetAsync($"applications/{made.Id}")).Json;

        Assert.Null(now["api"]!["requestedAccessTokenVersion"]);
        Assert.Equal(["access", "new"], now["api"]!["oauth2PermissionScopes"]!.AsArray().Select(one => one!["value"]!.ToString()));
        Assert.Equal("idtyp", now["optionalClaims"]!["accessToken"]![0]!["name"]!.ToString());
    }

    private async Task<DirectoryReply> ConsentAsync(string clientId, string scope, string? user = null) => await Client.PostAsync("oauth2PermissionGrants", $$"""
        { "clientId": "{{clientId}}", "resourceId": "{{await Client.PrincipalIdAsync(WellKnown.GraphAppId)}}", "scope": "{{scope}}",
          {{(user is null ? "\"consentType\": \"AllPrincipals\"" : $"\"consentType\": \"Principal\", \"principalId\": \"{user}\"")}} }
        """);
}
