using DevStack;
using Workbench;

namespace DevHost;

/// <summary>The local stack with FunctionApp, and a page that shows what happens in it.</summary>
internal static class Entry
{
    public static Task<int> Main(string[] args) => DevConsole.RunAsync<Program>(args, new WorkbenchPage(), GarnetStore.Store);
}
