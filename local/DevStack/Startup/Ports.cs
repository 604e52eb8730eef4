namespace DevStack.Startup;

/// <summary>Two parts cannot listen at one port, which is said before either tries.</summary>
internal static class Ports
{
    /// <exception cref="StartException">Two parts have the same port; the message names them and the fix.</exception>
    public static void CheckDistinct(LocalStackOptions options)
    {
        var parts = new List<(string Part, string Option, int Port)>
        {
            ("the Entra emulator", nameof(options.EmulatorPort), options.EmulatorPort),
        };
        if (!options.WithoutApp) parts.Add(("FunctionApp", nameof(options.FunctionAppPort), options.FunctionAppPort));
        parts.AddRange(options.Stack.DownstreamApis.Select(api => ($"the {api.Name} API", $"{api.Name}Port", options.PortOf(api))));

        var taken = new Dictionary<int, string>();
        foreach (var (part, option, port) in parts)
            if (port > 0 && !taken.TryAdd(port, part))
                throw new StartException($"Port {port} is given to {taken[port]} and to {part}. Choose another with --{option} (0: any free one), or in stack.json.");
    }
}
