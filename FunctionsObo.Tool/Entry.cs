using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool;

/// <summary>The command <c>functions-obo</c>.</summary>
internal static class Entry
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args, Terminal.OfThisProcess());
}
