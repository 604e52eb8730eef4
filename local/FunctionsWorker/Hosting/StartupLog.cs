using System.Text;
using FunctionsWorker.Configuration;
using FunctionsWorker.Discovery;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;

namespace FunctionsWorker.Hosting;

/// <summary>What a developer wants to know once, at start.</summary>
internal static partial class StartupLog
{
    public static void Settings(ILogger logger, HostJson host, IReadOnlyList<string> overridden)
    {
        if (host.Ignored.Count > 0) NoEffect(logger, string.Join(", ", host.Ignored));
        foreach (var key in overridden) Skipped(logger, key);
    }

    public static void Functions(ILogger logger, IReadOnlyList<Function> functions, string prefix, IServer server)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var list = new StringBuilder();
        var address = (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost").TrimEnd('/');
        foreach (var function in functions) list.Append(Environment.NewLine).Append("  ").Append(Line(function, prefix, address));
        Listening(logger, list.Length == 0 ? " none found" : list.ToString());
    }

    private static string Line(Function function, string prefix, string address)
    {
        if (function.HttpTrigger is not { } trigger) return $"{function.Name}: {function.Definition.InputBindings.Values.First().Type} (not started by this host)";
        var methods = FunctionRoutes.Methods(trigger);
        return $"{function.Name}: {(methods.Count == 0 ? "" : $"[{string.Join(',', methods)}] ")}{address}/{FunctionRoutes.Template(function.Name, trigger, prefix)}";
    }

    [LoggerMessage(1, LogLevel.Warning, "host.json: these settings have no effect in the local host: {Settings}")]
    private static partial void NoEffect(ILogger logger, string settings);

    [LoggerMessage(2, LogLevel.Warning, "Skipping '{Key}' from local settings as it's already defined in current environment variables.")]
    private static partial void Skipped(ILogger logger, string key);

    [LoggerMessage(3, LogLevel.Information, "Functions:{List}")]
    private static partial void Listening(ILogger logger, string list);
}
