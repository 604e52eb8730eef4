using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace FunctionsWorker.Configuration;

/// <summary>
/// The app's configuration, weakest first: log levels of host.json, appsettings.json, appsettings.{Environment}.json, user secrets in
/// Development, environment variables, local.settings.json, command line. That is the real worker's order; Core Tools hand it
/// local.settings.json as environment variables that are not set yet.
/// </summary>
internal static class AppConfiguration
{
    /// <returns>The keys of local.settings.json that an environment variable overrides.</returns>
    public static IReadOnlyList<string> AddTo(
        ConfigurationManager configuration, Assembly app, string environment, HostJson host, LocalSettings local, string[] args)
    {
        configuration.AddInMemoryCollection(LogLevels(host));
        configuration.AddJsonFile("appsettings.json", optional: true, reloadOnChange: false);
        configuration.AddJsonFile($"appsettings.{environment}.json", optional: true, reloadOnChange: false);
        if (environment.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase)) configuration.AddUserSecrets(app, optional: true, reloadOnChange: false);
        configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_");
        configuration.AddEnvironmentVariables();
        var overridden = Overridden(local);
        configuration.AddInMemoryCollection(local.Values.Where(v => !overridden.Contains(v.Key)).Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)));
        configuration.AddArguments(args);
        return overridden;
    }

    private static List<string> Overridden(LocalSettings local)
    {
        var variables = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return [.. local.Values.Keys.Where(key => !string.IsNullOrEmpty(variables[key]))];
    }

    private static Dictionary<string, string?> LogLevels(HostJson host)
    {
        var levels = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:LogLevel:Microsoft"] = "Warning",
            ["Logging:LogLevel:System"] = "Warning",
            // A failed start is thrown to whoever started the host; the log would only repeat it with a stack.
            ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        };
        foreach (var (category, level) in host.LogLevels) levels[$"Logging:LogLevel:{category}"] = level;
        return levels;
    }
}
