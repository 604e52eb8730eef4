using FunctionsHost.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Configuration;

/// <summary>What of host.json counts here: the route prefix, custom headers, the time limit and log levels. The rest is named at start.</summary>
internal sealed record HostJson(
    string RoutePrefix,
    IReadOnlyDictionary<string, string> CustomHeaders,
    IReadOnlyDictionary<string, string> LogLevels,
    TimeSpan FunctionTimeout,
    IReadOnlyList<string> Ignored)
{
    private const string Prefix = "extensions:http:routePrefix";
    private const string Headers = "extensions:http:customHeaders";
    private const string Levels = "logging:logLevel";
    private const string Timeout = "functionTimeout";
    private const string Telemetry = "telemetryMode";

    /// <summary>That of a plan with a limit of its own choice, as Azure has it where host.json says nothing.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    /// <param name="directory">The app's directory, where host.json stands.</param>
    /// <param name="overrides">Settings <c>AzureFunctionsJobHost__…</c>, which win over the file.</param>
    /// <exception cref="FunctionsHostException">The file is missing, broken or says what the host would refuse.</exception>
    public static HostJson Read(string directory, IConfiguration overrides)
    {
        var path = Path.Combine(directory, "host.json");
        var file = SettingsFile.ReadSettings(path)
            ?? throw new FunctionsHostException($"{path} is missing. The least it must hold is {{ \"version\": \"2.0\" }}.");
        if (!string.Equals(file["version"], "2.0", StringComparison.Ordinal))
        {
            throw new FunctionsHostException($"{path}: \"version\" must be \"2.0\", and it is {(file["version"] is { } other ? $"\"{other}\"" : "missing")}.");
        }
        // Copied, not chained: a chained configuration loses the empty string, and "" is a route prefix.
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(file.AsEnumerable())
            .AddInMemoryCollection(overrides.AsEnumerable(makePathsRelative: overrides is IConfigurationSection))
            .Build();
        return new(
            RoutePrefixOf(settings, path),
            Values(settings.GetSection(Headers), path),
            LevelsOf(settings.GetSection(Levels), path),
            TimeoutOf(settings[Timeout], path),
            [.. settings.AsEnumerable().Where(s => s.Value is not null && !Counts(s.Key)).Select(s => s.Key.Replace(':', '.')).Order(StringComparer.Ordinal)]);
    }

    private static string RoutePrefixOf(IConfiguration settings, string path)
    {
        var section = settings.GetSection(Prefix);
        if (section.IsObject()) throw new FunctionsHostException($"{path}: extensions.http.routePrefix must be a string, \"api\" for example.");
        return section.Value?.Trim('/') ?? "api";
    }

    private static TimeSpan TimeoutOf(string? text, string path) => text switch
    {
        null => DefaultTimeout,
        "-1" => System.Threading.Timeout.InfiniteTimeSpan,
        _ when TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var limit) && limit > TimeSpan.Zero => limit,
        _ => throw new FunctionsHostException($"{path}: functionTimeout must be a time span such as \"00:05:00\", or \"-1\" for no limit, and it is \"{text}\"."),
    };

    private static Dictionary<string, string> LevelsOf(IConfigurationSection section, string path)
    {
        var levels = Values(section, path);
        foreach (var (category, level) in levels)
        {
            if (Enum.TryParse<LogLevel>(level, ignoreCase: true, out _)) continue;
            throw new FunctionsHostException($"{path}: logging.logLevel.{category} must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}, and it is \"{level}\".");
        }
        return levels;
    }

    private static Dictionary<string, string> Values(IConfigurationSection section, string path)
    {
        if (!string.IsNullOrEmpty(section.Value)) throw Wrong(section);
        return section.GetChildren().ToDictionary(child => child.Key, child => child.Value ?? throw Wrong(child), StringComparer.OrdinalIgnoreCase);

        FunctionsHostException Wrong(IConfigurationSection at) =>
            new($"{path}: {at.Path.Replace(':', '.')} must be {(at == section ? "an object of strings" : "a string")}.");
    }

    private static bool Counts(string key) =>
        key.Equals("version", StringComparison.OrdinalIgnoreCase)
        || key.Equals("$schema", StringComparison.OrdinalIgnoreCase)
        || key.Equals(Prefix, StringComparison.OrdinalIgnoreCase)
        || key.Equals(Timeout, StringComparison.OrdinalIgnoreCase)
        || key.Equals(Telemetry, StringComparison.OrdinalIgnoreCase) // what it asks of the span is done in any mode
        || key.StartsWith(Headers, StringComparison.OrdinalIgnoreCase)
        || key.StartsWith(Levels, StringComparison.OrdinalIgnoreCase);
}
