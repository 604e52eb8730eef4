using DevHost.CommandLine;
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
        try
        {
            if (Arguments.AskForHelp(args))
            {
                await output.WriteLineAsync(Arguments.Usage);
                return Stopped;
            }

            await using var stack = await LocalStack.StartAsync(Arguments.Parse(args, Environment.GetEnvironmentVariable), stop);
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
        catch (CommandLineException wrong)
        {
            await errors.WriteLineAsync(wrong.Message);
            return WrongArguments;
        }
        catch (Exception failure) when (StartFailure.Explain(failure) is { } reason)
        {
            await errors.WriteLineAsync(reason);
            return NotStarted;
        }
    }
}
