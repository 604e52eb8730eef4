using System.Text.RegularExpressions;
using DevStack;
using FunctionsHost.InProcess;

namespace Local.Tests.DevStack.Support;

/// <summary>DevHost's program in this process, in a working directory of its own.</summary>
internal sealed class ConsoleRun : IDisposable
{
    public static readonly string[] FreePorts = ["--FunctionAppPort=0", "--EmulatorPort=0", "--GraphPort=0", "--OrdersPort=0"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("console-");
    private readonly AwaitedWriter _output = new("Ctrl+C stops everything.");
    private readonly StringWriter _errors = new();
    private readonly CancellationTokenSource _stop = new();
    private Task<int> _run = Task.FromResult(0);

    public string Folder => _folder.FullName;

    public string Output => _output.ToString();

    public string Errors => _errors.ToString().Trim();

    /// <summary>Where FunctionApp's functions are, ending in a slash.</summary>
    public Uri FunctionApp => new(Regex.Match(Output, @"(?<=FunctionApp is at )\S+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value);

    /// <summary>Writes a file into the working directory.</summary>
    /// <returns>Its full path.</returns>
    public async Task<string> WriteAsync(string name, string content)
    {
        var file = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(file, content);
        return file;
    }

    /// <summary>Runs up to the end.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(params string[] args) => _run = DevConsole.RunAsync(args, AppInProcess.Of<Program>(), _output, _errors, Folder, _stop.Token);

    /// <summary>Runs up to the greeting.</summary>
    public async Task StartAsync(params string[] args)
    {
        var run = RunAsync(args);
        if (await Task.WhenAny(_output.Written, run) == run) Assert.Fail($"It ended with {await run}: {Errors}");
    }

    /// <returns>The exit code, and what was said about errors.</returns>
    public async Task<(int ExitCode, string Errors)> StopAsync()
    {
        await _stop.CancelAsync();
        return (await _run, Errors);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
        _stop.Dispose();
    }

    private sealed class AwaitedWriter(string awaited) : StringWriter
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value?.Contains(awaited, StringComparison.Ordinal) == true) _written.TrySetResult();
        }
    }
}
