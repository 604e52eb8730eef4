namespace DevHost.CommandLine;

/// <summary>Reads environment and command line, the latter having the last word.</summary>
internal static class Arguments
{
    private const string WithoutApp = "--without-app";

    public static string Usage { get; } = string.Join(Environment.NewLine,
    [
        "dotnet run --project local/DevHost -- [options]",
        .. PortOption.All.Select(port => $"  --{port.Name + " <port>",-25} {port.Use}; {port.Get(new LocalStackOptions())} unless given, 0 for any free one. Also as {port.EnvironmentVariable}."),
        $"  {WithoutApp,-27} Start all but FunctionApp, and print what one that is started elsewhere needs.",
        $"  {"--help",-27} Print this.",
    ]);

    public static bool AskForHelp(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    /// <exception cref="CommandLineException">An argument is unknown, or a port is none.</exception>
    public static LocalStackOptions Parse(string[] args, Func<string, string?> environment)
    {
        var options = new LocalStackOptions();
        foreach (var port in PortOption.All)
            if (environment(port.EnvironmentVariable) is { Length: > 0 } text)
                options = port.Apply(options, port.EnvironmentVariable, text);

        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var argument))
            options = Apply(options, argument, rest);
        return options;
    }

    private static LocalStackOptions Apply(LocalStackOptions options, string argument, Queue<string> rest)
    {
        if (argument.Equals(WithoutApp, StringComparison.OrdinalIgnoreCase))
            return options with { WithoutApp = true };
        var (name, value) = argument.Split('=', 2) is [var left, var right] ? (left, right) : (argument, null);
        var port = PortOption.All.FirstOrDefault(port => name.Equals($"--{port.Name}", StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandLineException($"Unknown argument '{argument}'.{Environment.NewLine}{Usage}");
        return port.Apply(options, $"--{port.Name}", value ?? (rest.TryDequeue(out var next) ? next : null));
    }
}
