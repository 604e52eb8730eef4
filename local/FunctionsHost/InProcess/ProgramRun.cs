using System.Diagnostics;
using FunctionsHost.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.InProcess;

/// <summary>
/// Runs an app's program up to the host that it builds. What builds a host announces it, on the thread of whoever builds: so one
/// program is told from the others that run at the same time.
/// </summary>
internal sealed class ProgramRun : IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<ProgramRun?> Current = new();

    private readonly TaskCompletionSource<IHost> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<AppSetup> _configure;

    static ProgramRun() => DiagnosticListener.AllListeners.Subscribe(new Announcements());

    private ProgramRun(Action<AppSetup> configure) => _configure = configure;

    /// <summary>The host that a program builds, with a last word on it; the program ends there.</summary>
    /// <exception cref="FunctionsHostException">The program ended without one. What it threw itself comes through as it is.</exception>
    public static async Task<IHost> BuildHostAsync(AppInProcess app, string[] args, Action<AppSetup> configure, CancellationToken cancellationToken)
    {
        var run = new ProgramRun(configure);
        // A thread of its own: an asynchronous Main blocks it.
        var program = Task.Factory.StartNew(() => run.Run(app.Program, args), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var first = await Task.WhenAny(program, run._built.Task).WaitAsync(cancellationToken);
        if (!run._built.Task.IsCompleted) await first;
        return run._built.Task.IsCompleted
            ? await run._built.Task
            : throw new FunctionsHostException($"The program of {app.Assembly.GetName().Name} ended without building a host. Its Main must build one from FunctionsApplication.CreateBuilder(args).");
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> announced)
    {
        switch (announced)
        {
            case { Key: "HostBuilding", Value: IHostBuilder host }:
                Current.Value = null; // hosts that are built from here on are not the program's
                host.ConfigureServices(Configure);
                break;
            case { Key: "HostBuilt", Value: IHost host }:
                _built.TrySetResult(host);
                throw new HostAbortedException();
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private void Run(Action<string[]> program, string[] args)
    {
        Current.Value = this;
        try
        {
            program(args);
        }
        catch (HostAbortedException) when (_built.Task.IsCompleted)
        {
            // As asked.
        }
    }

    private void Configure(HostBuilderContext context, IServiceCollection services)
    {
        if (context.Configuration is not IConfigurationManager configuration)
            throw new FunctionsHostException("The app builds its host with a HostBuilder. To run in this process it must begin with FunctionsApplication.CreateBuilder(args).");
        var setup = new AppSetup(configuration, services, context.HostingEnvironment);
        _configure(setup);
        setup.WrapPipeline();
    }

    private sealed class Announcements : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener listener)
        {
            if (listener.Name == "Microsoft.Extensions.Hosting" && Current.Value is { } run) listener.Subscribe(run);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
