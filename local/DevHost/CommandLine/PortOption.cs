namespace DevHost.CommandLine;

/// <summary>A port that can be given as <c>--Name 7071</c>, <c>--Name=7071</c> or as an environment variable.</summary>
internal sealed record PortOption(string Name, string Use, Func<LocalStackOptions, int> Get, Func<LocalStackOptions, int, LocalStackOptions> Set)
{
    public static IReadOnlyList<PortOption> All { get; } =
    [
        new(nameof(LocalStackOptions.FunctionAppPort), "FunctionApp", options => options.FunctionAppPort, (options, port) => options with { FunctionAppPort = port }),
        new(nameof(LocalStackOptions.EmulatorPort), "the Entra emulator (TLS)", options => options.EmulatorPort, (options, port) => options with { EmulatorPort = port }),
        new(nameof(LocalStackOptions.GraphPort), "the Graph API", options => options.GraphPort, (options, port) => options with { GraphPort = port }),
        new(nameof(LocalStackOptions.OrdersPort), "the Orders API", options => options.OrdersPort, (options, port) => options with { OrdersPort = port }),
    ];

    public string EnvironmentVariable => $"DEVHOST_{Name.ToUpperInvariant()}";

    /// <exception cref="CommandLineException">The text is not a port.</exception>
    public LocalStackOptions Apply(LocalStackOptions options, string source, string? text) => int.TryParse(text, out var port) && port is >= 0 and <= ushort.MaxValue
        ? Set(options, port)
        : throw new CommandLineException($"{source} needs a port from 0 (any free one) to 65535{(text is null ? "." : $", not '{text}'.")}");
}
