using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.OpenTelemetry;

/// <summary>What the settings of the export must be. OpenTelemetry would take a default in place of a wrong value, and say so where nobody looks.</summary>
internal static class ExportRules
{
    private static readonly string[] Samplers = ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>The general settings, and those of each signal.</summary>
    private static readonly string[] Scopes = ["", .. Enum.GetValues<Signal>().Select(signal => $"{ExportSettings.NameOf(signal)}_")];

    public static IEnumerable<string> Errors(IConfiguration configuration) => Scopes
        .SelectMany(scope => OtlpRules(ExportSettings.Prefix + scope))
        .Concat(Enum.GetValues<Signal>().Select(signal => new Rule(
            $"OTEL_{ExportSettings.NameOf(signal)}_EXPORTER", "must be otlp or none", value => IsOneOf(value, "otlp", "none"))))
        .Concat(OtherRules)
        .Where(rule => configuration[rule.Key] is { Length: > 0 } value && !rule.IsMet(value))
        .Select(rule => $"{rule.Key} {rule.Text}.");

    private static IEnumerable<Rule> OtlpRules(string prefix) =>
    [
        new($"{prefix}ENDPOINT", "must be an absolute http or https URL without a user, such as http://localhost:4318", IsWebAddress),
        new($"{prefix}PROTOCOL", "must be grpc or http/protobuf", value => IsOneOf(value, "grpc", "http/protobuf")),
        new($"{prefix}HEADERS", "must be like name=value,other=value, percent-encoded", IsList),
        new($"{prefix}TIMEOUT", "must be a whole number of milliseconds, such as 10000", IsPositive),
    ];

    private static IEnumerable<Rule> OtherRules =>
    [
        new("OTEL_SDK_DISABLED", "must be true or false", value => IsOneOf(value, "true", "false")),
        new("OTEL_RESOURCE_ATTRIBUTES", "must be like name=value,other=value, percent-encoded", IsList),
        new("OTEL_TRACES_SAMPLER", $"must be one of {string.Join(", ", Samplers)}", value => IsOneOf(value, Samplers)),
        new("OTEL_TRACES_SAMPLER_ARG", "must be a number from 0 to 1, such as 0.25", value => Ratio(value) is >= 0 and <= 1),
        new("OTEL_METRIC_EXPORT_INTERVAL", "must be a whole number of milliseconds, such as 60000", IsPositive),
        new(ExportSettings.AzureMonitor, "must be like InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://…/: copy it from the page of the Application Insights resource", IsConnectionString),
    ];

    /// <summary>A ratio of samples; null for what is none.</summary>
    public static double? Ratio(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) ? ratio : null;

    private static bool IsOneOf(string value, params string[] known) => known.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static bool IsPositive(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;

    private static bool IsList(string value) => value.Split(',').All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0);

    private static bool IsWebAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0;

    private static bool IsConnectionString(string value)
    {
        var parts = value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToList();
        return parts.All(part => part.Length == 2)
            && parts.Any(part => part[0].Equals("InstrumentationKey", StringComparison.OrdinalIgnoreCase) && Guid.TryParse(part[1], out _))
            && parts.Where(part => part[0].EndsWith("Endpoint", StringComparison.OrdinalIgnoreCase)).All(part => IsWebAddress(part[1]));
    }

    private sealed record Rule(string Key, string Text, Func<string, bool> IsMet);
}
