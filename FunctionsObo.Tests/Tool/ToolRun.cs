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
    public static async Task<ToolRun> OfAsync(
        string[] args, string? input = null, IReadOnlyDictionary<string, string>? variables = null, string? folder = null, TimeProvider? time = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input ?? "");
        var exitCode = await CommandLine.RunAsync(args, new Terminal
        {
            In = reader,
            InputIsRedirected = input is not null,
            Out = output,
            Error = error,
            Variables = variables ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Folder = folder ?? Repository.PathOf(""),
            Time = time ?? new ManualTime(),
        });
        return new(exitCode, output.ToString(), error.ToString());
    }
}
