using System.Net.NetworkInformation;

namespace DevStack.Startup;

/// <summary>Where the parts listen. Two of them cannot at one port, which is said before either tries.</summary>
internal static class Ports
{
    /// <exception cref="StartException">Two parts have the same port; the message names them and the fix.</exception>
    public static void CheckDistinct(LocalStackOptions options)
    {
        var taken = new Dictionary<int, string>();
        foreach (var (part, option, port) in Of(options))
            if (port > 0 && !taken.TryAdd(port, part))
                throw new StartException($"Port {port} is given to {taken[port]} and to {part}. Choose another with --{option} (0: any free one), or in stack.json.");
    }

    /// <summary>What to say when others listen at every port of a stack that is not running; null if they do not.</summary>
    public static string? AllTaken(LocalStackOptions options)
    {
        var ports = Of(options).Select(part => part.Port).ToList();
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return ports.TrueForAll(listening.Contains)
            ? $"The ports {string.Join(", ", ports)} are all taken: it seems that the stack runs already. Stop it with Ctrl+C where it runs, or add --free-ports to run another one beside it."
            : null;
    }

    private static List<(string Part, string Option, int Port)> Of(LocalStackOptions options)
    {
        var parts = new List<(string Part, string Option, int Port)>
        {
            ("the Entra emulator", nameof(options.EmulatorPort), options.EmulatorPort),
        };
        if (!options.WithoutApp) parts.Add(("FunctionApp", nameof(options.FunctionAppPort), options.FunctionAppPort));
        parts.AddRange(options.Stack.DownstreamApis.Select(api => ($"the {api.Name} API", $"{api.Name}Port", options.PortOf(api))));
        if (options is { Page: { } page, WithoutApp: false }) parts.Add(($"the {page.Name}", $"{page.Name}Port", options.PagePort));
        return parts;
    }
}
