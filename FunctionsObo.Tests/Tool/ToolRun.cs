using FunctionsObo.Tool;
using FunctionsObo.Tool.Output;
using TestSupport;

namespace FunctionsObo.Tests.Tool;

/// <summary>One run of <c>functions-obo</c>, from its arguments to its exit code.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public const string Sample = "local.settings.sample.json";

    public string Everything => Out + Error;

    /// <param name="args">The arguments.</param>
    /// <param name="input">Standard input; null for a keyboard at which nobody sits.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="folder">Where it runs; null for the repository.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="isSeen">Whether somebody looks at the output.</param>
    public static async Task<ToolRun> OfAsync(
        string[] args, string? input = null, IReadOnlyDictionary<string, string>? variables = null, string? folder = null, TimeProvider? time = null, bool isSeen = false)
    {
        using var reader = new StringReader(input ?? "");
        return await OfAsync(args, reader, input is not null, variables, folder, time, isSeen);
    }

    /// <summary>The same with a reader that may wait, and Ctrl+C.</summary>
    public static async Task<ToolRun> OfAsync(
        string[] args, TextReader reader, bool isRedirected = true, IReadOnlyDictionary<string, string>? variables = null, string? folder = null, TimeProvider? time = null,
        bool isSeen = false, CancellationToken ctrlC = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(args, new Terminal
        {
            In = reader,
            InputIsRedirected = isRedirected,
            OutputIsRedirected = !isSeen,
            ErrorIsRedirected = !isSeen,
            Out = output,
            Error = error,
            Variables = variables ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Folder = folder ?? Repository.PathOf(""),
            Time = time ?? new ManualTime(),
        }, ctrlC);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
