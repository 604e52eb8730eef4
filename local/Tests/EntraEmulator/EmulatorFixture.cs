using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator;
using Microsoft.Identity.Client;
using TestSupport;

namespace Local.Tests.EntraEmulator;

/// <summary>One emulator on a free port, and clients that trust it.</summary>
public class EmulatorFixture : IAsyncLifetime
{
    public Emulator Emulator { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    protected virtual EmulatorOptions Options => new() { Port = 0 };

    public async Task InitializeAsync()
    {
        Emulator = await Emulator.StartAsync(Options);
        Http = Emulator.CreateClient();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Emulator.DisposeAsync();
    }

    /// <summary>MSAL as FunctionApp uses it, without a credential yet.</summary>
    public ConfidentialClientApplicationBuilder Msal(string tenant = WellKnown.ContosoTenantId, string clientId = WellKnown.FunctionAppClientId) =>
        ConfidentialClientApplicationBuilder.Create(clientId)
            .WithAuthority(Emulator.Address + tenant, validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new FixedClient(Http));

    public IConfidentialClientApplication MsalWithSecret() => Msal().WithClientSecret(WellKnown.FunctionAppSecret).Build();

    public async Task<TokenReply> PostAsync(string tenant, IEnumerable<KeyValuePair<string, string>> form, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{tenant}/oauth2/v2.0/token") { Content = new FormUrlEncodedContent(form) };
        change?.Invoke(request);
        var response = await Http.SendAsync(request);
        return new TokenReply(response, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public Task<TokenReply> PostAsync(IEnumerable<KeyValuePair<string, string>> form) => PostAsync("contoso", form);

    private sealed class FixedClient(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }
}
