using EntraEmulator;
using EntraEmulator.Faults;
using Local.Tests.EntraEmulator.SignIn;
using Microsoft.Identity.Client;

namespace Local.Tests.Samples;

/// <summary>The sample of the emulator's page.</summary>
public sealed class EmulatorSampleTests
{
    [Fact]
    public async Task MSAL_talks_to_an_emulator_of_ones_own()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });
        var functions = emulator.Directory.FindApplication("functions")!;
        using var client = emulator.CreateClient();
        var factory = new OneClient(client);

        var app = ConfidentialClientApplicationBuilder.Create(functions.ClientId)
            .WithAuthority(emulator.Address + functions.HomeTenantId, validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithClientSecret("local-emulator-secret")
            .WithHttpClientFactory(factory)
            .Build();
        var token = emulator.IssueAccessToken("alice");
        emulator.Faults.Enqueue(new Fault { User = "bob", Status = 503, RetryAfterSeconds = 30 });
        Assert.Equal(0, emulator.Stats.Snapshot().Exchanges("alice", "graph"));

        await app.AcquireTokenOnBehalfOf(["https://graph.microsoft.com/User.Read"], new UserAssertion(token)).ExecuteAsync();
        Assert.Equal(1, emulator.Stats.Snapshot().Exchanges("alice", "graph"));
    }

    [Fact]
    public async Task MSAL_signs_a_user_in_at_it()
    {
        await using var emulator = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });
        using var client = emulator.CreateClient();
        using var browser = new Browser(emulator);
        var factory = new OneClient(client);
        string[] scopes = ["api://f0bc0000-0000-4000-8000-000000000010/access_as_user"];

        var app = PublicClientApplicationBuilder.Create("c11e0000-0000-4000-8000-000000000030")
            .WithAuthority(emulator.Address + "contoso", validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithRedirectUri("http://localhost")
            .WithHttpClientFactory(factory)
            .Build();
        var result = await app.AcquireTokenWithDeviceCode(scopes, ShowAsync).ExecuteAsync();

        Assert.Equal("bob@contoso.example", result.Account.Username);

        async Task ShowAsync(DeviceCodeResult code) =>
            await browser.PressAsync(await browser.PressAsync(await browser.GoAsync(code.VerificationUrl), "Next", ("code", code.UserCode)), "Bob Brown");
    }

    private sealed class OneClient(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }
}
