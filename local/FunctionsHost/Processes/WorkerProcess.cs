using System.ComponentModel;
using System.Diagnostics;
using FunctionsHost.Diagnostics;
using FunctionsHost.Rpc;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Processes;

/// <summary>One worker process: what it prints goes into the host's log, and the last of it into the message when it fails to start.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int KeptLines = 20;

    private readonly Process _process;
    private readonly ILogger _logger;
    private readonly Queue<string> _errors = new();

    private WorkerProcess(ProcessStartInfo start, ILogger logger)
    {
        _logger = logger;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Print(line.Data);
        _process.ErrorDataReceived += (_, line) => PrintError(line.Data);
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <exception cref="FunctionsHostException">The program is not there.</exception>
    public static WorkerProcess Start(ProcessStartInfo start, ILogger logger)
    {
        var worker = new WorkerProcess(start, logger);
        try
        {
            worker._process.Start();
        }
        catch (Win32Exception missing)
        {
            worker.Dispose();
            throw new FunctionsHostException($"'{start.FileName}' cannot be started: {missing.Message}", missing);
        }

        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Completes when the process has ended and all it printed has been read.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Waits for the end of a process that should not end yet, and says why it did.</summary>
    public async Task<FunctionsHostException> EarlyEndAsync()
    {
        await _process.WaitForExitAsync();
        lock (_errors)
        {
            return new FunctionsHostException(_errors.Count > 0
                ? string.Join(Environment.NewLine, _errors)
                : $"The worker process ended with exit code {_process.ExitCode} before it was ready, and said nothing.");
        }
    }

    /// <summary>Asks it to end, and ends it when it has not done so in time.</summary>
    public async Task StopAsync(WorkerChannel? channel, TimeSpan limit)
    {
        channel?.Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(limit) } });
        if (channel is not null) await WaitAsync(limit);
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await WaitAsync(limit);
        }

        channel?.End();
    }

    public void Dispose() => _process.Dispose();

    private async Task WaitAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // It is still there, or somebody else holds its output open.
        }
    }

    private void Print(string? line)
    {
        if (!string.IsNullOrEmpty(line)) HostLog.WorkerConsole(_logger, line);
    }

    private void PrintError(string? line)
    {
        if (string.IsNullOrEmpty(line)) return;
        lock (_errors)
        {
            if (_errors.Count == KeptLines) _errors.Dequeue();
            _errors.Enqueue(line);
        }

        HostLog.WorkerConsole(_logger, line);
    }
}
