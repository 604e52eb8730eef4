using System.Net.Http.Headers;
using DevStack.Startup;
using EntraEmulator;
using EntraEmulator.Dev;
using Local.Tests.EntraEmulator.StackFiles;

namespace Local.Tests.DevStack;

/// <summary>The default stack with two APIs more, which are a section each.</summary>
public sealed class CannedApis : IAsyncLifetime
{
    public const string Stock = """
        {
          "name": "Stock", "port": 0,
          "scopes": ["Stock.Read", "Stock.Write", "Stock.Audit"], "consent": ["Stock.Read", "Stock.Write", "Stock.Count"], "appRoles": ["Stock.Count"],
          "routes": [
            { "path": "/items/{id}", "scope": "Stock.Read", "answer": { "id": "{id}", "for": ["{oid}", "{name}", "{tid}", "{scp}"], "text": "{{id}} of {preferred_username}", "count": 5.50, "old": null } },
            { "path": "/items/special", "scope": "Stock.Read", "answer": "the special one" },
            { "path": "/files/{name1}.{type}", "scope": "Stock.Read", "answer": "first" },
            { "path": "/files/{name2}-{type}", "scope": "Stock.Read", "answer": "second" },
            { "path": "/items/{id}", "method": "PUT", "scope": "Stock.Write", "status": 201, "headers": { "Location": "/items/{id}", "X-Kind": "canned" } },
            { "path": "/items/{id}", "method": "DELETE", "scope": "Stock.Write", "status": 204 },
            { "path": "/page", "scope": "Stock.Read", "headers": { "Content-Type": "application/hal+json" }, "answer": [] },
            { "path": "/count", "appRole": "Stock.Count", "answer": { "by": "{azp}" } }
          ]
        }
        """;

    public const string Badges = """
        { "name": "Badges", "port": 0, "appRoles": ["Badges.Read.All"], "routes": [{ "path": "/badges", "appRole": "Badges.Read.All", "answer": ["{azp}"] }] }
        """;

    public LocalStack Stack { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public Emulator Emulator => Stack.Emulator;

    public async Task InitializeAsync()
    {
        Stack = await LocalStack.StartAsync(LocalStackOptions.On(StackText.Read(StackText.DefaultWithApis(Stock, Badges))) with { WithoutApp = true }, CancellationToken.None);
        Http = Emulator.CreateClient();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Stack.DisposeAsync();
    }

    /// <summary>A user's token of the app for an API.</summary>
    public string TokenFor(string scope = "Stock.Read", string user = "alice", string client = "functions", string api = "stock") =>
        Emulator.IssueAccessToken(new TokenRequest { User = user, Audience = api, Client = client, Scope = scope });

    /// <summary>The app's own token for an API.</summary>
    public string AppTokenFor(string api) => Emulator.IssueAccessToken(new TokenRequest { Application = "functions", Audience = api });

    public Task<HttpResponseMessage> GetAsync(string path, string? token, string api = "Stock") => SendAsync(HttpMethod.Get, path, token, api);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, string api = "Stock")
    {
        using var request = new HttpRequestMessage(method, new Uri(Stack.Apis[api].Address, path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await Http.SendAsync(request);
    }
}
