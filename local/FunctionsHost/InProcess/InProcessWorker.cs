using FunctionsHost.Configuration;
using FunctionsHost.Diagnostics;
using FunctionsHost.Functions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.InProcess;

/// <summary>The real worker in this process: the app's own program, connected to the host by configuration.</summary>
internal sealed class InProcessWorker(AppInProcess app, AppSettings settings, Uri address) : IWorkerLauncher
{
    private const string Endpoint = "Functions:Worker:";

    private readonly string _directory = Path.GetDirectoryName(app.Assembly.Location)!;
    private Worker? _worker;

    /// <summary>The app's host; null until it is built.</summary>
    public IHost? Host { get; private set; }

    public async Task<Worker> StartAsync(WorkerConnections connections, Workers ready, CancellationToken cancellationToken)
    {
        _worker = await connections.ConnectAsync(
            _directory,
            async workerId =>
            {
                SetVariables();
                string[] args = [.. settings.Added.Select(setting => $"--{setting.Key}={setting.Value}")]; // for a program that reads them before it builds
                Host = await ProgramRun.BuildHostAsync(app, args, setup => Configure(setup, connections.Endpoint, workerId), cancellationToken);
                // The worker's loops keep the synchronization context in which they start: a test's would be dead soon.
                await Task.Run(() => Host.StartAsync(cancellationToken), cancellationToken);
                return new TaskCompletionSource<FunctionsHostException>().Task;
            },
            cancellationToken);
        ready.Add(_worker);
        return _worker;
    }

    public async Task StopAsync()
    {
        if (Host is not null) await Host.StopAsync(CancellationToken.None);
        _worker?.Channel.End();
    }

    public void Dispose() => Host?.Dispose();

    private void Configure(AppSetup setup, Uri endpoint, string workerId)
    {
        (setup.Environment.ApplicationName, setup.Environment.ContentRootPath) = (app.Assembly.GetName().Name!, _directory);
        setup.Environment.ContentRootFileProvider = new PhysicalFileProvider(_directory);
        if (app.Settings?.Invoke(address) is { } below) setup.Configuration.AddInMemoryCollection(settings.Above(below)!);
        setup.Configuration.AddInMemoryCollection(settings.Added!);
        setup.Configuration["WEBSITE_HOSTNAME"] = address.Authority;
        setup.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [Endpoint + "HostEndpoint"] = endpoint.AbsoluteUri,
            [Endpoint + "WorkerId"] = workerId,
            [Endpoint + "RequestId"] = workerId,
            [Endpoint + "GrpcMaxMessageLength"] = "2147483647",
        });
        GeneratedStartup.Run(app.Assembly, setup);
        setup.Services.AddSingleton<IHostLifetime, OutsideLifetime>();
        app.Configure?.Invoke(setup, address);
    }

    /// <summary>
    /// What the worker reads of its process alone. Core Tools always say Development; a variable of this process may say otherwise.
    /// The directory is read at every load, and only combined with a path that is absolute already: any value does, but none does not.
    /// </summary>
    private void SetVariables()
    {
        SetIfMissing("AZURE_FUNCTIONS_ENVIRONMENT", Environments.Development);
        SetIfMissing("FUNCTIONS_APPLICATION_DIRECTORY", _directory);

        static void SetIfMissing(string name, string value)
        {
            if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name))) Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>Ctrl+C and SIGTERM belong to the program in which the app runs.</summary>
    private sealed class OutsideLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
