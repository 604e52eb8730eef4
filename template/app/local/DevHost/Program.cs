using DevStack;

namespace DevHost;

/// <summary>The local stack with FunctionApp.</summary>
internal static class Entry
{
    public static Task<int> Main(string[] args) => DevConsole.RunAsync<Program>(args);
}
