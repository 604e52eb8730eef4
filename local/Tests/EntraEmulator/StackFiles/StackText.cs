using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator.StackFiles;
using TestSupport;

namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>Texts of stack files.</summary>
internal static class StackText
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <value>A file with no more than what must be there.</value>
    public const string Least = """
        {
          "tenants": [{ "name": "contoso", "id": "0c0a7050-0000-4000-8000-000000000001", "domain": "contoso.example" }],
          "app": { "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "s" }
        }
        """;

    /// <value>A file with every key that there is.</value>
    public const string Full = """
        {
          "$schema": "./stack.schema.json",
          "tenants": [{
            "name": "contoso", "id": "0c0a7050-0000-4000-8000-000000000001", "domain": "contoso.example",
            "users": [{
              "name": "ann", "id": "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31",
              "givenName": "Ann", "surname": "Archer", "displayName": "A. Archer", "mail": "ann@mail.example", "jobTitle": "Buyer",
              "directoryRoles": ["Application Administrator"]
            }],
            "groups": [{ "name": "All", "members": ["ann"] }]
          }],
          "app": {
            "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "appIdUri": "api://functions",
            "scopes": ["access_as_user"], "appRoles": ["Read.All"], "secret": "s", "optionalClaims": ["idtyp"], "redirectUris": { "web": ["https://localhost:7443/done"] }
          },
          "clients": [{
            "name": "daemon", "tenant": "contoso", "clientId": "da3e0000-0000-4000-8000-000000000040", "publicClient": false, "multiTenant": false,
            "secret": "s", "scopes": ["access_as_user"], "appRoles": ["Read.All"],
            "redirectUris": { "web": ["https://app.example/signin-oidc"], "spa": ["http://localhost:5055/"] }, "frontChannelLogoutUrl": "https://app.example/logout"
          }],
          "downstreamApis": [{
            "name": "Stock", "port": 7082, "clientId": "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d32", "appIdUri": "api://stock", "audience": "api://stock",
            "scopes": ["Stock.Read"], "appRoles": ["Stock.All"], "consent": ["Stock.Read"], "optionalClaims": ["xms_cc"], "continuousAccessEvaluation": true,
            "routes": [{ "path": "/items/{id}", "method": "GET", "scope": "Stock.Read", "status": 201, "headers": { "Location": "/items/{id}" }, "answer": "{oid}" }]
          }],
          "policies": [{
            "id": "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d34", "api": "Stock", "authenticationContext": "c1", "user": "ann", "outsideOnly": true, "require": "mfa", "signInFrequencySeconds": 60
          }],
          "signIn": { "numberMatching": true, "thirdPartyCookies": false, "consentRequests": true }
        }
        """;

    /// <value>The default file as it is in the repository.</value>
    public static string Default { get; } = File.ReadAllText(Repository.PathOf(Path.Combine("local", "stack.json")));

    /// <summary>The least file with each section in a line of its own: tenants in 2, app in 3, clients in 4, downstreamApis in 5, what is usually not there in 6.</summary>
    /// <param name="section">The section that is to be another one.</param>
    /// <param name="json">What is in its line instead; null for nothing.</param>
    public static string Lines(string section, string? json)
    {
        string Line(string name, string usual) => name != section ? $"\"{name}\": {usual}," : json is null ? "" : $"\"{name}\": {json},";
        var file = Parse(Least)!;
        return string.Join('\n', "{", Line("tenants", file["tenants"]!.ToJsonString()), Line("app", file["app"]!.ToJsonString()), Line("clients", "[]"), Line("downstreamApis", "[]"), section is "policies" or "signIn" ? Line(section, "") : "", "}");
    }

    /// <summary>The least file with a section more, or another one in place of its own.</summary>
    public static string With(string section, string json)
    {
        var file = Parse(Least)!.AsObject();
        file[section] = Parse(json);
        return file.ToJsonString();
    }

    /// <summary>The default file with more APIs; one with the name of an old one takes its place.</summary>
    public static string DefaultWithApis(params string[] apis)
    {
        var file = Parse(Default)!;
        var all = file["downstreamApis"]!.AsArray();
        foreach (var api in apis.Select(Parse))
        {
            all.RemoveAll(old => (string?)old!["name"] == (string?)api!["name"]);
            all.Add(api);
        }

        return file.ToJsonString();
    }

    /// <summary>The least file with one API, which has these members besides its name and port.</summary>
    public static string WithApi(string members) => With("downstreamApis", $$"""[{ "name": "Stock", "port": 0, {{members}} }]""");

    public static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: Lenient);

    public static StackDefinition Read(string text) => StackDefinition.Read(Encoding.UTF8.GetBytes(text), "stack.json");

    /// <summary>What is wrong with a file.</summary>
    public static IReadOnlyList<string> ErrorsOf(string text) => ErrorsOf(Encoding.UTF8.GetBytes(text));

    public static IReadOnlyList<string> ErrorsOf(byte[] file) => Assert.Throws<StackFileException>(() => StackDefinition.Read(file, "stack.json")).Errors;
}
