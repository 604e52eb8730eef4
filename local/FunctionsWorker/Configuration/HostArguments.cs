using FunctionsWorker.Discovery;
using Microsoft.Extensions.Configuration;

namespace FunctionsWorker.Configuration;

/// <summary>What of the command line is for the host, named as <c>func start</c> names it; the app gets all of it as configuration too.</summary>
/// <param name="Port"><c>--port N</c> or <c>-p N</c>; 0 is any free one.</param>
/// <param name="ScriptRoot"><c>--script-root DIR</c>: where host.json and local.settings.json stand.</param>
internal sealed record HostArguments(int? Port, string? ScriptRoot)
{
    private static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase) { ["-p"] = "port" };

    /// <exception cref="FunctionStartException">The port is not one, or the directory is not there.</exception>
    public static HostArguments Read(string[] args)
    {
        var values = new ConfigurationBuilder().AddArguments(args).Build();
        var port = values["port"] is not { } text ? (int?)null
            : int.TryParse(text, out var number) && number is >= 0 and <= 65535 ? number
            : throw new FunctionStartException($"--port must be a number from 0 (any free port) to 65535, and it is '{text}'.");
        if (values["script-root"] is not { } root) return new(port, ScriptRoot: null);
        return Directory.Exists(root) ? new(port, Path.GetFullPath(root)) : throw new FunctionStartException($"--script-root: there is no directory '{root}'.");
    }

    public static IConfigurationBuilder Add(IConfigurationBuilder builder, string[] args)
    {
        try
        {
            return builder.AddCommandLine(args, Switches);
        }
        catch (FormatException e)
        {
            throw new FunctionStartException($"Command line: {e.Message}", e);
        }
    }
}

internal static class HostArgumentsExtensions
{
    public static IConfigurationBuilder AddArguments(this IConfigurationBuilder builder, string[] args) => HostArguments.Add(builder, args);
}
