using System.CommandLine.Invocation;
using DevStack.Live;
using DevStack.Output;
using DevStack.Startup;
using DevStack.Stores;
using DevStack.Traces;
using FunctionsHost.Configuration;
using FunctionsHost.InProcess;

namespace DevStack;

/// <summary>Starts the local stack with an app, says where it is, and stops it when asked to.</summary>
public static class DevConsole
{
    private const int Stopped = 0;
    private const int NotStarted = 1;
    private const int WrongArguments = 2;

    /// <summary>Runs until Ctrl+C or SIGTERM.</summary>
    /// <typeparam name="TProgram">The app's Program, or any type of its assembly.</typeparam>
    /// <param name="args">The command line; <c>--help</c> says what there is.</param>
    /// <param name="page">A page that shows the stack to people, or none.</param>
    /// <param name="stores">Stores that <c>--store</c> knows besides PostgreSQL.</param>
    /// <returns>The exit code: 0 when it was stopped, 1 when it did not start, 2 for wrong arguments.</returns>
    public static async Task<int> RunAsync<TProgram>(string[] args, StackPage? page = null, params SharedStore[] stores)
    {
        using var stop = new StopSignals();
        return await RunAsync(args, AppInProcess.Of<TProgram>(), Console.Out, Console.Error, Environment.CurrentDirectory, stop.Token, page, stores);
    }

    internal static async Task<int> RunAsync(
        string[] args, AppInProcess app, TextWriter output, TextWriter errors, string workingDirectory, CancellationToken stop, StackPage? page = null, params SharedStore[] stores)
    {
        try
        {
            return await ReadAsync(args, app, page, [SharedStore.PostgreSql, .. stores], output, errors, workingDirectory, stop);
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

    private static async Task<int> ReadAsync(
        string[] args, AppInProcess app, StackPage? page, SharedStore[] stores, TextWriter output, TextWriter errors, string workingDirectory, CancellationToken stop)
    {
        var lines = new StartLines(output);
        var source = StackSource.Find(CommandLine.StackFile(Environment.GetEnvironmentVariable, args), workingDirectory, AppContext.BaseDirectory);
        var command = CommandLine.Create(
            Environment.GetEnvironmentVariable, source.Definition, page, stores, (options, ending) => ServeAsync(options with { App = app, Started = lines.Add }, source, lines, output, errors, workingDirectory, ending));
        var given = command.Read(args);
        if (given.Action is not ParseErrorAction)
            return await given.InvokeAsync(new() { Output = output, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop);

        await errors.WriteLineAsync(given.UnmatchedTokens is [var unknown, ..] ? $"Unknown argument '{unknown}'." : given.Errors[0].Message);
        command.Read(["--help"]).Invoke(new() { Output = errors });
        return WrongArguments;
    }

    private static async Task<int> ServeAsync(
        LocalStackOptions options, StackSource source, StartLines lines, TextWriter output, TextWriter errors, string workingDirectory, CancellationToken stop)
    {
        if (options is { WithoutApp: false, LocalSettings: var given } && given == LocalSettings.None && WorkingCopy.SettingsFileFrom(workingDirectory) is { } unused)
            await output.WriteLineAsync($"{unused} is for func start; it is not used here. To use it, add --settings {unused}");
        lines.Begin(source.Name);
        if (options.Telemetry) RequestTraces.LetServersDescribeRequests();
        using var traces = options.Telemetry ? new RequestTraces(tree => output.WriteLine($"{Environment.NewLine}{tree}")) : null;
        await using var stack = await LocalStack.StartAsync(options, stop);
        if (stack.FunctionApp is not null && options.EmulatorPort > 0) await WriteForToolAsync(stack, errors, workingDirectory, stop);
        await output.WriteLineAsync(stack.FunctionApp is null
            ? OutsideApp.For(stack, await CertificateFile.WriteAsync(stack.Emulator.Certificate, workingDirectory, stop))
            : Greeting.For(stack));
        await using var live = new LiveStack(stack, source, output, errors, options.TimeProvider);
        await Task.Delay(Timeout.Infinite, stop);
        return Stopped;
    }

    /// <summary>
    /// An app in this process trusts the emulator without a file; <c>functions-obo --emulator</c> reads it. A stack on free ports, such as that
    /// of a test, leaves the file to the one at the usual address.
    /// </summary>
    private static async Task WriteForToolAsync(LocalStack stack, TextWriter errors, string workingDirectory, CancellationToken stop)
    {
        try
        {
            await CertificateFile.WriteAsync(stack.Emulator.Certificate, workingDirectory, stop);
        }
        catch (StartException unwritable)
        {
            await errors.WriteLineAsync(unwritable.Message);
        }
    }
}
