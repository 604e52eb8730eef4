using EntraEmulator;
using EntraEmulator.Faults;
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

    private sealed class OneClient(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }
}
