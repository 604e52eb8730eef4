using DevStack;
using DevStack.Startup;
using DevStack.Stores;
using EntraEmulator.StackFiles;
using Local.Tests.EntraEmulator;
using TestSupport;
using DevCommandLine = DevStack.CommandLine;

namespace Local.Tests.DevStack;

/// <summary>The command line as DevHost reads it, without what it would start.</summary>
internal static class Arguments
{
    public static LocalStackOptions Parse(string[] args, Func<string, string?> environment)
    {
        LocalStackOptions? read = null;
        var given = DevCommandLine.Create(environment, StackDefinition.Default, page: null, [SharedStore.PostgreSql], (options, _) =>
        {
            read = options;
            return Task.FromResult(0);
        }).Read(args);

        Assert.Empty(given.Errors);
        Assert.Equal(0, given.Invoke());
        return read!;
    }
}
