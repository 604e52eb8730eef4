using DevHost;
using EntraEmulator;
using FunctionApp.Authentication;
using FunctionApp.OnBehalfOf;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionApp.Benchmarks.Support;

/// <summary>
/// FunctionApp's services as its own Program registers them, built but not listening, beside a running emulator. Token requests
/// are answered by <see cref="TokenEndpointStub"/>.
/// </summary>
internal sealed class Rig : IAsyncDisposable
{
    /// <summary>
    /// Room for a hundred thousand users in both caches. The defaults are smaller on purpose: they bound memory, and what is
    /// measured here is what a call costs, not where the bound is.
    /// </summary>
    private static readonly Dictionary<string, string?> RoomForCrowd = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AzureAd:ValidatedTokenCacheSize"] = "500000",
        ["TokenCache:SizeLimitMegabytes"] = "1000",
        ["AzureAd:ValidatedTokenMaximumAge"] = "01:00:00",
        ["AzureAd:AllowedAlgorithms:0"] = "RS256",
        ["AzureAd:AllowedAlgorithms:1"] = "ES256",
    };

    private readonly LocalStack _stack;
    private readonly IHost _app;

    private Rig(LocalStack stack)
    {
        _stack = stack;
        Stub = new TokenEndpointStub(stack.Emulator.CreateHandler());
        _app = Build(stack, Stub);
    }

    /// <summary>The user's downstream API in all measurements.</summary>
    public static TokenTarget Graph { get; } = new("Graph", [$"{WellKnown.GraphIdUri}/{WellKnown.GraphUserReadScope}"]);

    public Emulator Emulator => _stack.Emulator;

    public TokenEndpointStub Stub { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<Rig> StartAsync() =>
        new(await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        _app.Dispose();
        Stub.Dispose();
        await _stack.DisposeAsync();
    }

    private static IHost Build(LocalStack stack, TokenEndpointStub stub)
    {
        FunctionsApplicationBuilder builder = global::FunctionApp.Program.CreateBuilder(["--port", "0"]);
        builder.Configuration.AddInMemoryCollection(stack.Settings!).AddInMemoryCollection(RoomForCrowd);
        builder.Services.AddHttpClient(IdentityProvider.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => stub);
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
