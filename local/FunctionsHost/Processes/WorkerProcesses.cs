using FunctionsHost.Configuration;
using FunctionsHost.Diagnostics;
using FunctionsHost.Functions;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Processes;

/// <summary>The worker processes of an app. One that ends is replaced; when that fails some times in a row, it is given up.</summary>
internal sealed class WorkerProcesses(AppProcess app, AppSettings settings, Uri address, ILogger logger) : IWorkerLauncher
{
    /// <summary>As many times in a row as Azure's host tries to start a worker.</summary>
    private const int Attempts = 3;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly WorkerCommand _command = WorkerCommand.Read(app);
    private readonly CancellationTokenSource _stop = new();
    private readonly Slot[] _slots = [.. Enumerable.Range(0, app.Instances).Select(_ => new Slot())];

    public IReadOnlyList<int> ProcessIds => [.. _slots.Select(slot => slot.Process).OfType<WorkerProcess>().Select(process => process.Id)];

    public async Task<Worker> StartAsync(WorkerConnections connections, Workers ready, CancellationToken cancellationToken)
    {
        var workers = await Task.WhenAll(_slots.Select(slot => StartAsync(slot, connections, ready, cancellationToken)));
        foreach (var slot in _slots) slot.Supervision = SuperviseAsync(slot, connections, ready);
        return workers[0];
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_slots.Select(async slot =>
        {
            await slot.Supervision;
            if (slot.Process is null) return;
            await slot.Process.StopAsync(slot.Worker?.Channel, StopLimit);
            slot.Process.Dispose();
        }));
    }

    public void Dispose() => _stop.Dispose();

    private async Task<Worker> StartAsync(Slot slot, WorkerConnections connections, Workers ready, CancellationToken cancellationToken)
    {
        slot.Worker = await connections.ConnectAsync(
            _command.Directory,
            workerId =>
            {
                slot.Process = WorkerProcess.Start(_command.For(connections.Endpoint, workerId, Environment()), logger);
                return Task.FromResult(slot.Process.EarlyEndAsync());
            },
            cancellationToken);
        ready.Add(slot.Worker);
        return slot.Worker;
    }

    /// <summary>What Core Tools set: the values of local.settings.json, where the app is served, and that this is no production.</summary>
    private Dictionary<string, string> Environment()
    {
        var below = app.Settings is null ? [] : settings.Above(app.Settings(address)).Where(value => string.IsNullOrEmpty(settings.All[value.Key]));
        var variables = below.Concat(settings.Added).ToDictionary(value => value.Key.Replace(":", "__", StringComparison.Ordinal), value => value.Value, StringComparer.OrdinalIgnoreCase);
        variables["WEBSITE_HOSTNAME"] = address.Authority;
        foreach (var (name, value) in app.Environment) variables[name] = value;
        return variables;
    }

    /// <summary>Replaces the slot's worker each time that it ends, until the host stops.</summary>
    private async Task SuperviseAsync(Slot slot, WorkerConnections connections, Workers ready)
    {
        try
        {
            while (true)
            {
                await slot.Worker!.Channel.Ended.WaitAsync(_stop.Token);
                ready.Remove(slot.Worker);
                var process = slot.Process!;
                await process.StopAsync(channel: null, StopLimit);
                await process.EndAsync(_stop.Token);
                HostLog.WorkerEnded(logger, process.Id, process.ExitCode);
                await EndAsync(slot);
                await RestartAsync(slot, connections, ready);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (FunctionsHostException failed)
        {
            HostLog.WorkersGivenUp(logger, failed.Message);
            if (ProcessIds.Count == 0) ready.Close();
        }
    }

    private async Task RestartAsync(Slot slot, WorkerConnections connections, Workers ready)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StartAsync(slot, connections, ready, _stop.Token);
                return;
            }
            catch (FunctionsHostException)
            {
                await EndAsync(slot);
                if (attempt == Attempts) throw;
            }
        }
    }

    /// <summary>Leaves nothing of a worker that has ended or did not get ready.</summary>
    private async Task EndAsync(Slot slot)
    {
        slot.Worker = null;
        if (slot.Process is null) return;
        await slot.Process.StopAsync(channel: null, StopLimit);
        await slot.Process.EndAsync(_stop.Token);
        slot.Process.Dispose();
        slot.Process = null;
    }

    private sealed class Slot
    {
        public WorkerProcess? Process { get; set; }

        public Worker? Worker { get; set; }

        public Task Supervision { get; set; } = Task.CompletedTask;
    }
}
