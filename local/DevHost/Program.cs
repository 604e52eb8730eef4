using System.CommandLine.Invocation;
using DevHost.Output;
using DevHost.Startup;

namespace DevHost;

/// <summary>Starts the local stack, says where it is, and stops it when asked to.</summary>
internal static class Program
{
    private const int Stopped = 0;
    private const int NotStarted = 1;
    private const int WrongArguments = 2;

    private static async Task<int> Main(string[] args)
    {
        using var stop = new StopSignals();
        return await RunAsync(args, Console.Out, Console.Error, Environment.CurrentDirectory, stop.Token);
    }

    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, string workingDirectory, CancellationToken stop)
    {
        var command = CommandLine.Create(Environment.GetEnvironmentVariable, (options, ending) => ServeAsync(options, output, errors, workingDirectory, ending));
        var given = command.Read(args);
        if (given.Action is not ParseErrorAction)
            return await given.InvokeAsync(new() { Output = output, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop);

        await errors.WriteLineAsync(given.UnmatchedTokens is [var unknown, ..] ? $"Unknown argument '{unknown}'." : given.Errors[0].Message);
        command.Read(["--help"]).Invoke(new() { Output = errors });
        return WrongArguments;
    }

    private static async Task<int> ServeAsync(LocalStackOptions options, TextWriter output, TextWriter errors, string workingDirectory, CancellationToken stop)
    {
        try
        {
            await using var stack = await LocalStack.StartAsync(options, stop);
            await output.WriteLineAsync(stack.FunctionApp is not null
                ? Greeting.For(stack)
                : OutsideApp.For(stack, await CertificateFile.WriteAsync(stack.Emulator.Certificate, workingDirectory, stop)));
            await Task.Delay(Timeout.Infinite, stop);
            return Stopped;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }
        catch (Exception failure) when (StartFailure.Explain(failure) is { } reason)
        {
            await errors.WriteLineAsync(reason);
            return NotStarted;
        }
    }
}
