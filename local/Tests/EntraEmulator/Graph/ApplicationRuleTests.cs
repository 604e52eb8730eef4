using TestSupport;

namespace Local.Tests.EntraEmulator.Graph;

public sealed class ApplicationRuleTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private DirectoryClient Client { get; } = new(fixture);

    [Theory]
    [InlineData("""{ }""", "Request_BadRequest")]
    [InlineData("""{ "displayName": 7 }""", "InvalidValue")]
    [InlineData("""{ "displayName": "x", "colour": "red" }""", "Request_BadRequest")]
    [InlineData("""{ "displayName": "x", "appId": "04b07795-8ddb-461a-bbee-02f9e1bf7b46" }""", "Request_BadRequest")]
    [InlineData("""{ "displayName": "x", "passwordCredentials": [ { "secretText": "s" } ] }""", "Request_BadRequest")]
    [InlineData("""{ "displayName": "x", "signInAudience": "Everybody" }""", "InvalidValue")]
    [InlineData("""{ "displayName": "x", "api": { "requestedAccessTokenVersion": 1 } }""", "InvalidValue")]
    [InlineData("""{ "displayName": "x", "signInAudience": "AzureADMyOrg", "api": { "requestedAccessTokenVersion": 3 } }""", "InvalidValue")]
    [InlineData("""{ "displayName": "x", "api": { "oauth2PermissionScopes": [ { "id": "no guid", "value": "a" } ] } }""", "InvalidValue")]
    [InlineData($$"""{ "displayName": "x", "api": { "oauth2PermissionScopes": [ {{DirectoryClient.Scope}}, {{DirectoryClient.Scope}} ] } }""", "InvalidValue")]
    [InlineData("""{ "displayName": "x", "appRoles": [ { "id": "201e0000-0000-4000-8000-000000000002", "value": "a b", "displayName": "w", "description": "w", "allowedMemberTypes": ["Application"] } ] }""", "Request_BadRequest")]
    [InlineData("""{ "displayName": "x", "keyCredentials": [ { "type": "AsymmetricX509Cert", "usage": "Verify", "key": "AAAA" } ] }""", "InvalidValue")]
    [InlineData("""{ "displayName": """, "BadRequest")]
    [InlineData("""[]""", "BadRequest")]
    [InlineData("""{ "displayName": "x", "displayName": "y" }""", "BadRequest")]
    [InlineData("""{ "displayName": "x", "tags": ["\ud800"] }""", "BadRequest")]
    [InlineData("""{ "displayName": "x", "api": 5 }""", "InvalidValue")]
    public async Task A_registration_that_breaks_a_rule_is_not_made(string body, string code)
    {
        var reply = await Client.PostAsync("applications", body);

        Assert.Equal((400, code), (reply.Status, reply.Code));
        Assert.Empty((await Client.GetAsync("applications?$filter=displayName eq 'x'")).Values);
    }

    [Theory]
    [InlineData("api://{app}", 1, null)]
    [InlineData("api://{app}/more", 1, null)]
    [InlineData("api://contoso.example/x", 1, null)]
    [InlineData("https://api.contoso.example/x", 1, null)]
    [InlineData("api://anything", 2, null)]
    [InlineData("api://anything", 1, "Request_BadRequest")]
    [InlineData("https://elsewhere.example", 2, "Request_BadRequest")]
    [InlineData("https://api.contoso.example/", 2, "InvalidValue")]
    [InlineData("ftp://contoso.example/x", 2, "InvalidValue")]
    [InlineData("no uri", 2, "InvalidValue")]
    [InlineData(WellKnown.FunctionAppIdUri, 2, "Request_BadRequest")]
    public async Task An_identifier_URI_has_an_allowed_form_and_one_owner(string uri, int version, string? code)
    {
        var made = await Client.PostAsync("applications", $$"""{ "displayName": "uris", "signInAudience": "AzureADMyOrg", "api": { "requestedAccessTokenVersion": {{version}} } }""");
        var address = $"applications/{made.Text("id")}";

        var reply = await Client.PatchAsync(address, $$"""{ "identifierUris": ["{{uri.Replace("{app}", made.Text("appId"), StringComparison.Ordinal)}}"] }""");
        await Client.DeleteAsync(address);

        Assert.Equal((code is null ? 204 : 400, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task An_enabled_scope_is_neither_removed_nor_renamed_before_it_is_disabled()
    {
        var made = await Client.RegisterAsync("scopes");
        var address = $"applications/{made.Id}";
        var renamed = DirectoryClient.Scope.Replace("\"access\"", "\"other\"", StringComparison.Ordinal);
        var disabled = DirectoryClient.Scope.Replace("\"isEnabled\": true", "\"isEnabled\": false", StringComparison.Ordinal);

        Assert.Equal("CannotDeleteOrUpdateEnabledEntitlement", (await Client.PatchAsync(address, """{ "api": { "oauth2PermissionScopes": [] } }""")).Code);
        Assert.Equal("CannotDeleteOrUpdateEnabledEntitlement", (await Client.PatchAsync(address, $$"""{ "api": { "oauth2PermissionScopes": [ {{renamed}} ] } }""")).Code);
        Assert.Equal("CannotDeleteOrUpdateEnabledEntitlement", (await Client.PatchAsync(address, """{ "appRoles": [] }""")).Code);
        Assert.Equal(204, (await Client.PatchAsync(address, $$"""{ "api": { "oauth2PermissionScopes": [ {{disabled}} ] } }""")).Status);
        Assert.Equal(204, (await Client.PatchAsync(address, """{ "api": { "oauth2PermissionScopes": [] } }""")).Status);
    }

    [Fact]
    public async Task A_pre_authorised_client_gets_stored_scopes_only()
    {
        var made = await Client.PostAsync("applications", """{ "displayName": "pre", "signInAudience": "AzureADMyOrg" }""");
        var address = $"applications/{made.Text("id")}";
        const string Clients = $$"""[ { "appId": "{{WellKnown.DaemonClientId}}", "delegatedPermissionIds": ["{{DirectoryClient.ScopeId}}"] } ]""";

        var together = await Client.PatchAsync(address, $$"""{ "api": { "oauth2PermissionScopes": [ {{DirectoryClient.Scope}} ], "preAuthorizedApplications": {{Clients}} } }""");
        await Client.PatchAsync(address, $$"""{ "api": { "oauth2PermissionScopes": [ {{DirectoryClient.Scope}} ] } }""");
        var afterwards = await Client.PatchAsync(address, $$"""{ "api": { "preAuthorizedApplications": {{Clients}} } }""");

        Assert.Equal((400, "InvalidValue", 204), (together.Status, together.Code, afterwards.Status));
    }

    [Fact]
    public async Task A_unique_name_stays_and_is_taken_until_the_purge()
    {
        const string Body = """{ "displayName": "unique", "uniqueName": "taken" }""";
        var made = await Client.PostAsync("applications", Body);
        var address = $"applications/{made.Text("id")}";

        Assert.Equal("Request_BadRequest", (await Client.PatchAsync(address, """{ "uniqueName": "other" }""")).Code);
        Assert.Equal("ObjectConflict", (await Client.PostAsync("applications", Body)).Detail);
        Assert.Equal(204, (await Client.DeleteAsync(address)).Status);
        Assert.Equal("ObjectConflict", (await Client.PostAsync("applications", Body)).Detail);
        Assert.Equal(204, (await Client.DeleteAsync($"directory/deletedItems/{made.Text("id")}")).Status);
        Assert.Equal(201, (await Client.PostAsync("applications", Body)).Status);
    }
}
