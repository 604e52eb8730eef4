using System.Net.Http.Headers;
using System.Net.Http.Json;
using DevStack.Startup;
using EntraEmulator;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.DevStack;

/// <summary>Emulator and downstream APIs on free ports, and tokens for them signed with the emulator's own key.</summary>
public sealed class DownstreamApisFixture : IAsyncLifetime
{
    public LocalStack Stack { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None);
        Http = Stack.Emulator.CreateClient();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Stack.DisposeAsync();
    }

    public Task<string> GraphTokenAsync(string oid = WellKnown.AliceObjectId, Action<Dictionary<string, object>>? change = null) => SignAsync(claims =>
    {
        claims["aud"] = WellKnown.GraphIdUri;
        claims["scp"] = WellKnown.GraphUserReadScope;
        claims["oid"] = oid;
        change?.Invoke(claims);
    });

    public Task<string> OrdersTokenAsync(string oid = WellKnown.AliceObjectId, Action<Dictionary<string, object>>? change = null) => SignAsync(claims =>
    {
        claims["aud"] = WellKnown.OrdersAppId;
        claims["scp"] = $"{WellKnown.OrdersReadScope} {WellKnown.OrdersReadWriteScope}";
        claims["oid"] = oid;
        change?.Invoke(claims);
    });

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri api, string path, string? token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(api, path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<HttpResponseMessage> GetGraphAsync(string? token, string path = "graph/v1.0/me") => SendAsync(HttpMethod.Get, Stack.Graph.Address, path, token);

    public Task<HttpResponseMessage> GetOrdersAsync(string? token, string path = "orders") => SendAsync(HttpMethod.Get, Stack.Orders.Address, path, token);

    private async Task<string> SignAsync(Action<Dictionary<string, object>> change)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var payload = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = $"{Stack.Emulator.Address}{WellKnown.ContosoTenantId}/v2.0",
            ["tid"] = WellKnown.ContosoTenantId,
            ["azp"] = WellKnown.FunctionAppClientId,
            ["uti"] = Guid.NewGuid().ToString(),
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 3600,
        };
        change(payload);
        using var response = await Http.PostAsJsonAsync(new Uri(Stack.Emulator.Address, "dev/sign"), new { header = new { }, payload });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadAsStringAsync()).Trim();
    }
}
