using DevHost;
using DevHost.Startup;
using Local.Tests.EntraEmulator;
using TestSupport;
using DevHostCommandLine = DevHost.CommandLine;

namespace Local.Tests.DevHost;

/// <summary>The command line as DevHost reads it, without what it would start.</summary>
internal static class Arguments
{
    public static LocalStackOptions Parse(string[] args, Func<string, string?> environment)
    {
        LocalStackOptions? read = null;
        var given = DevHostCommandLine.Create(environment, (options, _) =>
        {
            read = options;
            return Task.FromResult(0);
        }).Read(args);

        Assert.Empty(given.Errors);
        Assert.Equal(0, given.Invoke());
        return read!;
    }
}
