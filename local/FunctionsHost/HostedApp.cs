using System.Text;
using FunctionsHost.Configuration;
using FunctionsHost.Diagnostics;
using FunctionsHost.Functions;
using FunctionsHost.Http;
using FunctionsHost.InProcess;
using FunctionsHost.Processes;
using FunctionsHost.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost;

/// <summary>A Functions app behind a host of its own: the real worker, served on loopback.</summary>
public sealed class HostedApp : IAsyncDisposable
{
    private readonly HostServer _server;
    private readonly IWorkerLauncher _launcher;
    private readonly TimeSpan _stopTimeout;
    private bool _stopped;

    private HostedApp(HostServer server, IWorkerLauncher launcher, TimeSpan stopTimeout) => (_server, _launcher, _stopTimeout) = (server, launcher, stopTimeout);

    /// <summary>Where the host listens, ending in a slash; functions are under the route prefix (<c>api/</c>).</summary>
    public Uri Address => _server.Address;

    /// <summary>The services of an app that runs in this process.</summary>
    /// <exception cref="InvalidOperationException">The app runs in processes of its own.</exception>
    public IServiceProvider Services => (_launcher as InProcessWorker)?.Host?.Services ?? throw new InvalidOperationException("This app runs in processes of its own; its services are there.");

    /// <summary>The processes in which the app runs now; none for one in this process.</summary>
    public IReadOnlyList<int> ProcessIds => (_launcher as WorkerProcesses)?.ProcessIds ?? [];

    /// <summary>Starts an app in this process.</summary>
    /// <exception cref="FunctionsHostException">The app cannot be started; the message says what to change. What the app's own start throws comes through as it is.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<HostedApp> StartAsync(AppInProcess app, FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        var directory = options.SettingsDirectory ?? Path.GetDirectoryName(app.Assembly.Location)!;
        return StartAsync(directory, new Dictionary<string, string>(StringComparer.Ordinal), (settings, server) => new InProcessWorker(app, settings, server.Address), options, cancellationToken);
    }

    /// <summary>Starts an app in processes of its own.</summary>
    /// <inheritdoc cref="StartAsync(AppInProcess, FunctionsHostOptions, CancellationToken)" path="/exception"/>
    public static Task<HostedApp> StartAsync(AppProcess app, FunctionsHostOptions options, CancellationToken cancellationToken) =>
        StartAsync(options.SettingsDirectory ?? app.Directory, app.Environment, (settings, server) => new WorkerProcesses(app, settings, server.Address, server.Log), options, cancellationToken);

    /// <summary>Runs a function that is not triggered by HTTP, as its trigger would, and waits for its end.</summary>
    /// <param name="name">The function's name, in any case.</param>
    /// <param name="input">What the trigger brings, as text or JSON.</param>
    /// <param name="cancellationToken">Cancels the invocation.</param>
    /// <returns>What the function returned, as text or JSON; null for nothing.</returns>
    /// <exception cref="ArgumentException">There is no such function.</exception>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    public async Task<string?> RunFunctionAsync(string name, string input, CancellationToken cancellationToken)
    {
        var worker = await _server.Services.GetRequiredService<Workers>().NextAsync(cancellationToken);
        var function = worker?.Find(name) ?? throw new ArgumentException($"There is no function '{name}'; there are: {string.Join(", ", worker?.Functions.Select(one => one.Name) ?? [])}.", nameof(name));
        var request = InvocationRequests.Create(function, input);
        var response = await _server.Services.GetRequiredService<Invocations>().RunAsync(worker, request, function.Name, cancellationToken);
        return response.ReturnValue switch
        {
            { DataCase: TypedData.DataOneofCase.String } text => text.String,
            { DataCase: TypedData.DataOneofCase.Json } json => json.Json,
            { DataCase: TypedData.DataOneofCase.Int } number => $"{number.Int}",
            _ => null,
        };
    }

    /// <summary>Takes no more requests, cancels those under way and waits for them, then stops the app.</summary>
    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        _server.Services.GetRequiredService<Workers>().Close();
        using var limit = new CancellationTokenSource(_stopTimeout);
        await _server.Services.GetRequiredService<Invocations>().CancelAllAsync(limit.Token);
        await _launcher.StopAsync();
    }

    /// <summary>Stops the app: takes no more requests, waits for those under way, ends the workers.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _launcher.Dispose();
        await _server.DisposeAsync();
    }

    private static async Task<HostedApp> StartAsync(
        string directory, IReadOnlyDictionary<string, string> environment, Func<AppSettings, HostServer, IWorkerLauncher> launcher, FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        var settings = AppSettings.Read(options.LocalSettings, environment);
        var host = HostJson.Read(directory, settings.All.GetSection("AzureFunctionsJobHost"));
        var server = await HostServer.StartAsync(host, options, cancellationToken);
        var app = new HostedApp(server, launcher(settings, server), options.StopTimeout);
        try
        {
            await app.ServeAsync(host, settings, options, cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private async Task ServeAsync(HostJson host, AppSettings settings, FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        if (host.Ignored.Count > 0) HostLog.NoEffect(_server.Log, string.Join(", ", host.Ignored));
        foreach (var key in settings.Overridden) HostLog.Overridden(_server.Log, key);

        var services = _server.Services;
        var workers = services.GetRequiredService<Workers>();
        var connections = new WorkerConnections(_server.RpcAddress, services.GetRequiredService<ExpectedWorkers>(), options.StartTimeout, _server.Log);
        var first = await _launcher.StartAsync(connections, workers, cancellationToken);

        var functions = first.Functions.Where(function => !DisabledFunctions.Contains(settings.All, function.Name, _server.Log)).ToList();
        var endpoint = new FunctionEndpoint(workers, services.GetRequiredService<Invocations>(), services.GetRequiredService<HttpForwarding>(), _server.Log);
        _server.Serve(FunctionRoutes.Build(functions, host.RoutePrefix, endpoint, services));
        HostLog.Listening(_server.Log, List(functions, host.RoutePrefix));
    }

    private string List(IEnumerable<HostedFunction> functions, string prefix)
    {
        var list = new StringBuilder();
        foreach (var function in functions)
        {
            var methods = function.Trigger.Methods is { } some ? $"[{string.Join(',', some).ToUpperInvariant()}] " : "";
            list.AppendLine().Append("  ").Append(function.Name).Append(": ")
                .Append(function.IsHttp ? $"{methods}{Address}{FunctionRoutes.Template(function, prefix)}" : $"{function.Trigger.Type} (not run by this host; POST {Address}admin/functions/{function.Name} does)");
        }

        return list.Length == 0 ? " none found" : list.ToString();
    }
}
