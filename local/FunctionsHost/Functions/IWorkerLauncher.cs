namespace FunctionsHost.Functions;

/// <summary>Runs an app's workers: in this process, or in processes of their own.</summary>
internal interface IWorkerLauncher : IDisposable
{
    /// <summary>Starts them and adds them to the ready ones; returns once the first is there.</summary>
    /// <exception cref="Diagnostics.FunctionsHostException">They cannot be started.</exception>
    Task<Worker> StartAsync(WorkerConnections connections, Workers ready, CancellationToken cancellationToken);

    /// <summary>Stops them in order; what does not end in time is ended.</summary>
    Task StopAsync();
}
