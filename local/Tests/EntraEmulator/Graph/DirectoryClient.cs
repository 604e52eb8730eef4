using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;

namespace Local.Tests.EntraEmulator.Graph;

/// <summary>Calls the directory of an emulator, with a token of alice, who is an administrator, unless another is given.</summary>
internal sealed class DirectoryClient(EmulatorFixture fixture, string? token = null)
{
    public const string All = "Application.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All AppRoleAssignment.ReadWrite.All Directory.Read.All User.Read";

    private readonly string _token = token ?? Token(fixture.Emulator);

    public static string Token(Emulator emulator, string user = "alice", string scope = All) => emulator.IssueAccessToken(new TokenRequest { User = user, Audience = "graph", Scope = scope });

    public Task<DirectoryReply> GetAsync(string path) => SendAsync("GET", path);

    public Task<DirectoryReply> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<DirectoryReply> PatchAsync(string path, string body, bool createIfMissing = false) => SendAsync("PATCH", path, body, createIfMissing);

    public Task<DirectoryReply> DeleteAsync(string path) => SendAsync("DELETE", path);

    public async Task<DirectoryReply> SendAsync(string method, string path, string? body = null, bool createIfMissing = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"graph/v1.0/{path}");
        if (_token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Headers.Add("client-request-id", "from-a-test");
        if (createIfMissing) request.Headers.Add("Prefer", "create-if-missing");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await fixture.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new DirectoryReply(response, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    /// <summary>An application with the scope <c>access</c> and the app role <c>Work</c>, a service principal and a secret.</summary>
    public async Task<Registered> RegisterAsync(string name = "made", string audience = "AzureADMyOrg")
    {
        var made = await PostAsync("applications", $$"""
            { "displayName": "{{name}}", "signInAudience": "{{audience}}", "api": { "requestedAccessTokenVersion": 2, "oauth2PermissionScopes": [ {{Scope}} ] }, "appRoles": [ {{Role}} ] }
            """);
        Assert.Equal(201, made.Status);
        var (id, appId) = (made.Text("id"), made.Text("appId"));
        Assert.Equal(204, (await PatchAsync($"applications/{id}", $$"""{ "identifierUris": ["api://{{appId}}"] }""")).Status);
        var principal = await PostAsync("servicePrincipals", $$"""{ "appId": "{{appId}}" }""");
        Assert.Equal(201, principal.Status);
        var secret = await PostAsync($"applications/{id}/addPassword", """{ "passwordCredential": { "displayName": "test" } }""");
        return new Registered(id, appId, principal.Text("id"), secret.Text("secretText"), secret.Text("keyId"));
    }

    public async Task<string> PrincipalIdAsync(string appId) => (await GetAsync($"servicePrincipals(appId='{appId}')")).Text("id");

    public const string ScopeId = "5c09e000-0000-4000-8000-000000000001";
    public const string RoleId = "201e0000-0000-4000-8000-000000000002";
    public const string Scope = $$"""{ "id": "{{ScopeId}}", "value": "access", "type": "User", "isEnabled": true, "adminConsentDisplayName": "a", "adminConsentDescription": "b" }""";
    public const string Role = $$"""{ "id": "{{RoleId}}", "value": "Work", "displayName": "w", "description": "w", "allowedMemberTypes": ["Application"], "isEnabled": true }""";
}

/// <summary>An application that a test registered.</summary>
internal sealed record Registered(string Id, string AppId, string PrincipalId, string Secret, string KeyId)
{
    public Dictionary<string, string> AppRequest(string scope) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = AppId,
        ["client_secret"] = Secret,
        ["scope"] = scope,
    };

    /// <summary>A user's token for this API, exchanged for one for Graph.</summary>
    public Dictionary<string, string> Exchange(Emulator emulator, string scope = "https://graph.microsoft.com/User.Read", string user = "alice")
    {
        var form = Some.Exchange(emulator.IssueAccessToken(new TokenRequest { User = user, Audience = AppId }), scope);
        (form["client_id"], form["client_secret"]) = (AppId, Secret);
        return form;
    }
}

/// <summary>What the directory answered.</summary>
internal sealed record DirectoryReply(HttpResponseMessage Response, JsonElement Body)
{
    public int Status => (int)Response.StatusCode;

    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null;

    public string Detail => Body.GetProperty("error").GetProperty("details")[0].GetProperty("code").GetString()!;

    public JsonObject Json => JsonNode.Parse(Body.GetRawText())!.AsObject();

    public IReadOnlyList<JsonElement> Values => [.. Body.GetProperty("value").EnumerateArray()];

    public string Text(string name) => Body.GetProperty(name).GetString()!;
}
