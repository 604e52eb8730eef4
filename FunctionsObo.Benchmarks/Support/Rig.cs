using DevStack;
using DevStack.Startup;
using EntraEmulator;
using EntraEmulator.Tenants;
using FunctionApp;
using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Pipeline;
using FunctionsObo.Registration;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestSupport;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>
/// The services of an app like FunctionApp, built but not listening, beside a running emulator. Token requests
/// are answered by <see cref="TokenEndpointStub"/>, calls of Graph by <see cref="DownstreamStub"/>.
/// </summary>
internal sealed class Rig : IDisposable
{
    private readonly LocalStack _stack;
    private readonly IHost _app;

    private Rig(LocalStack stack, Func<HttpMessageHandler> downstream, IEnumerable<(string Key, string? Value)> settings, IDistributedCache? shared = null)
    {
        _stack = stack;
        Stub = new TokenEndpointStub(stack.Emulator.CreateHandler());
        _app = Build(downstream, settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)), shared);
    }

    /// <summary>The downstream API of all measurements.</summary>
    public static TargetApi Graph { get; } = new("Graph", [$"{WellKnown.GraphIdUri}/{WellKnown.GraphUserReadScope}"]);

    public Emulator Emulator => _stack.Emulator;

    public TokenEndpointStub Stub { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it with these settings beside those of the local stack.</summary>
    public static Rig Start(params (string Key, string? Value)[] settings) => StartWith(() => new DownstreamStub(), settings);

    /// <summary>Starts it with something else behind Graph's HTTP client.</summary>
    // Neither this nor Dispose is async: BenchmarkDotNet's in-process toolchain does not wait for the task of a setup.
    public static Rig StartWith(Func<HttpMessageHandler> downstream, params (string Key, string? Value)[] settings) => new(
        LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None).GetAwaiter().GetResult(), downstream, settings);

    /// <summary>Starts it as one of several instances that share their tokens by a cache.</summary>
    public static Rig StartSharing(IDistributedCache shared, params (string Key, string? Value)[] settings) => new(
        LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None).GetAwaiter().GetResult(), () => new DownstreamStub(), settings, shared);

    public void Dispose()
    {
        _app.Dispose();
        Stub.Dispose();
        _stack.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private IHost Build(Func<HttpMessageHandler> downstream, IEnumerable<KeyValuePair<string, string?>> settings, IDistributedCache? shared)
    {
        var builder = FunctionsApplication.CreateBuilder(["--port", "0"]);
        builder.UseProtectedFunctions(typeof(global::Program).Assembly);
        builder.Services.AddDownstreamApi(Graph.Name).AddDownstreamApi("Orders");
        if (shared is not null) builder.Services.AddSingleton(shared).AddDistributedTokenCache();
        builder.Configuration.AddInMemoryCollection(_stack.Settings!).AddInMemoryCollection(settings);
        builder.Services.AddHttpClient(IdentityPlatform.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => Stub);
        builder.Services.AddHttpClient(Graph.Name).ConfigurePrimaryHttpMessageHandler(downstream);
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
