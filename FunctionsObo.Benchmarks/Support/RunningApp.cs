using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using FunctionApp;
using FunctionsHost;
using FunctionsHost.InProcess;
using FunctionsHost.Processes;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Probe;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>A measured app behind a Functions host, as a rule with a worker process of its own: what that uses is not the host's or ours.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly HostedApp _host;
    private readonly HttpClient _http;
    private readonly Lazy<ProcessProbe> _probe;

    private RunningApp(MeasuredApp app, HostedApp host)
    {
        (App, _host) = (app, host);
        _http = new HttpClient { BaseAddress = new Uri(host.Address, "api/") };
        _probe = new(() => ProcessProbe.Connect(host.ProcessIds[0]));
    }

    public MeasuredApp App { get; }

    /// <summary>What the worker has used of the processors so far; known also without a probe, but coarsely.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var worker = Process.GetProcessById(_host.ProcessIds[0]);
            return worker.TotalProcessorTime;
        }
    }

    /// <summary>The worker's counters.</summary>
    public ProcessProbe Probe => _probe.Value;

    /// <summary>Starts it and waits until its functions are loaded.</summary>
    /// <param name="app">Which.</param>
    /// <param name="backends">What it calls.</param>
    /// <param name="probed">False to start it as it would be in Azure; <see cref="Probe"/> is then not to be had.</param>
    /// <param name="settings">App settings besides those of the backends.</param>
    public static async Task<RunningApp> StartAsync(
        MeasuredApp app, Backends backends, bool probed = true, params (string Key, string Value)[] settings)
    {
        var environment = probed ? backends.Environment.Append(ProcessProbe.EnvironmentVariable) : backends.Environment;
        var process = new AppProcess(await app.PublishAsync())
        {
            Environment = environment.Concat(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
        return new RunningApp(app, await HostedApp.StartAsync(process, new FunctionsHostOptions { Port = 0 }, CancellationToken.None));
    }

    /// <summary>Starts FunctionApp in this process; what it uses cannot be told from what we do.</summary>
    public static async Task<RunningApp> StartInProcessAsync(Backends backends)
    {
        var app = AppInProcess.Of<global::Program>() with
        {
            Configure = (builder, _) =>
            {
                builder.Configuration.AddInMemoryCollection(backends.Settings!);
                builder.Services.AddHttpClient(IdentityPlatform.HttpClientName).ConfigurePrimaryHttpMessageHandler(backends.Emulator.CreateHandler);
            },
        };
        return new RunningApp(MeasuredApp.FunctionApp, await HostedApp.StartAsync(app, new FunctionsHostOptions { Port = 0 }, CancellationToken.None));
    }

    /// <exception cref="InvalidOperationException">It did not answer as expected.</exception>
    public async Task GetAsync(string path, string token, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var status = await CallAsync(path, token);
        if (status != expected) throw new InvalidOperationException($"{App.Name} answered {status} instead of {expected}.");
    }

    /// <summary>Calls a function, whatever comes of it.</summary>
    public async Task<HttpStatusCode> CallAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_probe.IsValueCreated) _probe.Value.Dispose();
        _http.Dispose();
        await _host.DisposeAsync();
    }
}
