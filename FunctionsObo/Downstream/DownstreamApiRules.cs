using FunctionsObo.Downstream.Headers;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.Downstream;

/// <summary>The rules for section DownstreamApis. An API without scopes would be called anonymously, so missing scopes are an error.</summary>
internal static class DownstreamApiRules
{
    private const long MaximumBytes = 1L << 40;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static IEnumerable<string> Errors(string api, DownstreamApiOptions options)
    {
        var key = $"{DownstreamApiOptions.Section}:{api}";
        return [.. BaseUrlErrors(key, options.BaseUrl), .. ScopeErrors(key, options), .. LimitErrors(key, options), .. ExtraErrors(key, options)];
    }

    /// <summary>Sections that no registered API reads.</summary>
    public static IEnumerable<string> UnreadSections(IConfiguration configuration, IEnumerable<DownstreamApiName> registered)
    {
        var names = registered.Select(name => name.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return configuration.GetSection(DownstreamApiOptions.Section).GetChildren()
            .Where(section => !names.Contains(section.Key))
            .Select(section => $"{section.Path} is read by nobody: call AddDownstreamApi(\"{section.Key}\"), or remove the section.");
    }

    private static IEnumerable<string> BaseUrlErrors(string key, string baseUrl)
    {
        if (baseUrl.Length == 0) yield return $"{key}:BaseUrl is missing: set the absolute URL of the API.";
        else if (!HttpsUrl.IsPlain(baseUrl)) yield return $"{key}:BaseUrl must be an absolute https URL (http only on this machine) without query, fragment and user.";
    }

    private static IEnumerable<string> ScopeErrors(string key, DownstreamApiOptions options)
    {
        var scopes = options.Scopes;
        if (scopes.Count == 0) yield return $"{key}:Scopes is missing: set {key}:Scopes:0 to a permission such as https://graph.microsoft.com/User.Read.";

        for (var i = 0; i < scopes.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(scopes[i]) || scopes[i].Any(char.IsWhiteSpace)) yield return $"{key}:Scopes:{i} must be one permission without white space.";
        }

        if (options.RequestAppToken && (scopes.Count != 1 || scopes[0]?.EndsWith("/.default", StringComparison.Ordinal) != true))
            yield return $"{key}:Scopes must be one {{resource}}/.default, as {key}:RequestAppToken is set.";
        else if (scopes.Select(ResourceOf).Where(resource => resource is not null).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
            yield return $"{key}:Scopes are of several resources: a token is for one; make each resource an API of its own.";
        else if (scopes.Count > 1 && scopes.Any(scope => scope?.EndsWith("/.default", StringComparison.Ordinal) is true)) // AADSTS70011
            yield return $"{key}:Scopes has .default beside other scopes, which the identity platform refuses: keep .default, or the others.";
    }

    private static IEnumerable<string> LimitErrors(string key, DownstreamApiOptions options)
    {
        var (retry, breaker) = (options.Retry, options.CircuitBreaker);
        if (!IsWithin(options.Timeout, Shortest)) yield return $"{key}:Timeout must be from 00:00:00.1 to 00:10:00.";
        if (!IsWithin(options.AttemptTimeout, Shortest)) yield return $"{key}:AttemptTimeout must be from 00:00:00.1 to 00:10:00.";
        if (options.MaxResponseBytes is < 1024 or > MaximumBytes) yield return $"{key}:MaxResponseBytes must be from 1024 to {MaximumBytes}.";
        if (options.MaxConcurrency is < 1 or > 100_000) yield return $"{key}:MaxConcurrency must be from 1 to 100000.";
        if (retry.MaxRetryAttempts is < 0 or > 5) yield return $"{key}:Retry:MaxRetryAttempts must be from 0 to 5.";
        if (retry.Delay < TimeSpan.Zero || retry.Delay > TimeSpan.FromMinutes(1)) yield return $"{key}:Retry:Delay must be from 00:00:00 to 00:01:00.";
        if (breaker.FailureRatio is not (> 0 and <= 1)) yield return $"{key}:CircuitBreaker:FailureRatio must be above 0 and at most 1.";
        if (breaker.Failures is < 2 or > 1000) yield return $"{key}:CircuitBreaker:Failures must be from 2 to 1000.";
        if (!IsWithin(breaker.SamplingDuration, TimeSpan.FromSeconds(0.5))) yield return $"{key}:CircuitBreaker:SamplingDuration must be from 00:00:00.5 to 00:10:00.";
        if (!IsWithin(breaker.BreakDuration, TimeSpan.FromSeconds(0.5))) yield return $"{key}:CircuitBreaker:BreakDuration must be from 00:00:00.5 to 00:10:00.";
    }

    private static IEnumerable<string> ExtraErrors(string key, DownstreamApiOptions options)
    {
        foreach (var (name, value) in options.ExtraHeaderParameters)
        {
            if (ReservedHeaders.Contains(name)) yield return $"{key}:ExtraHeaderParameters:{name} is not for the configuration to set: remove it.";
            else if (!HeaderSyntax.IsName(name) || !HeaderSyntax.IsValue(value)) yield return $"{key}:ExtraHeaderParameters:{name} must have a header field's name and a value of printable ASCII characters.";
        }

        foreach (var (name, value) in options.ExtraQueryParameters)
        {
            if (name.Length == 0 || value is null) yield return $"{key}:ExtraQueryParameters:{name} must have a name and a value.";
        }
    }

    private static bool IsWithin(TimeSpan value, TimeSpan shortest) => value >= shortest && value <= Longest;

    /// <summary>What stands before the permission; null for a bare one, which is Microsoft Graph's.</summary>
    private static string? ResourceOf(string? scope) => scope?.LastIndexOf('/') is { } end and > 0 ? scope[..end] : null;
}
