using FunctionsObo.Downstream.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Downstream;

/// <summary>
/// Checks section DownstreamApis at start. An API without scopes would be called anonymously, so missing scopes, and scopes that
/// are a string and bind to nothing, are errors.
/// </summary>
internal sealed class DownstreamApiOptionsValidator(string api, IConfiguration configuration) : IValidateOptions<DownstreamApiOptions>
{
    private const long MaximumBytes = 1L << 40;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly string _key = $"{DownstreamApiOptions.Section}:{api}";

    public ValidateOptionsResult Validate(string? name, DownstreamApiOptions options)
    {
        if (name != api) return ValidateOptionsResult.Skip;

        List<string> errors = [.. BaseUrlErrors(options.BaseUrl), .. ScopeErrors(options), .. LimitErrors(options), .. ExtraErrors(options)];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> BaseUrlErrors(string baseUrl)
    {
        if (baseUrl.Length == 0) yield return $"{_key}:BaseUrl is missing: set the absolute URL of the API.";
        else if (!IsBaseUrl(baseUrl)) yield return $"{_key}:BaseUrl must be an absolute https URL (http on this machine alone) without query, fragment and user.";
    }

    private IEnumerable<string> ScopeErrors(DownstreamApiOptions options)
    {
        var scopes = options.Scopes;
        if (!string.IsNullOrEmpty(configuration[$"{_key}:Scopes"])) yield return $"{_key}:Scopes must be an array: set {_key}:Scopes:0.";
        else if (scopes.Count == 0) yield return $"{_key}:Scopes is missing: set {_key}:Scopes:0 to a permission such as https://graph.microsoft.com/User.Read.";

        for (var i = 0; i < scopes.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(scopes[i]) || scopes[i].Any(char.IsWhiteSpace)) yield return $"{_key}:Scopes:{i} must be one permission without white space.";
        }

        if (options.RequestAppToken && (scopes.Count != 1 || scopes[0]?.EndsWith("/.default", StringComparison.Ordinal) != true))
            yield return $"{_key}:Scopes must be one {{resource}}/.default, as {_key}:RequestAppToken is set.";
        else if (scopes.Select(ResourceOf).Where(resource => resource is not null).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
            yield return $"{_key}:Scopes are of several resources: a token is for one; make each resource an API of its own.";
    }

    private IEnumerable<string> LimitErrors(DownstreamApiOptions options)
    {
        var (retry, breaker) = (options.Retry, options.CircuitBreaker);
        if (!IsWithin(options.Timeout, Shortest)) yield return $"{_key}:Timeout must be from 00:00:00.1 to 00:10:00.";
        if (!IsWithin(options.AttemptTimeout, Shortest)) yield return $"{_key}:AttemptTimeout must be from 00:00:00.1 to 00:10:00.";
        if (options.MaxResponseBytes is < 1024 or > MaximumBytes) yield return $"{_key}:MaxResponseBytes must be from 1024 to {MaximumBytes}.";
        if (options.MaxConcurrency is < 1 or > 100_000) yield return $"{_key}:MaxConcurrency must be from 1 to 100000.";
        if (retry.MaxRetryAttempts is < 0 or > 5) yield return $"{_key}:Retry:MaxRetryAttempts must be from 0 to 5.";
        if (retry.Delay < TimeSpan.Zero || retry.Delay > TimeSpan.FromMinutes(1)) yield return $"{_key}:Retry:Delay must be from 00:00:00 to 00:01:00.";
        if (breaker.FailureRatio is not (> 0 and <= 1)) yield return $"{_key}:CircuitBreaker:FailureRatio must be above 0 and at most 1.";
        if (breaker.MinimumThroughput is < 2 or > 10_000) yield return $"{_key}:CircuitBreaker:MinimumThroughput must be from 2 to 10000.";
        if (!IsWithin(breaker.SamplingDuration, TimeSpan.FromSeconds(0.5))) yield return $"{_key}:CircuitBreaker:SamplingDuration must be from 00:00:00.5 to 00:10:00.";
        if (!IsWithin(breaker.BreakDuration, TimeSpan.FromSeconds(0.5))) yield return $"{_key}:CircuitBreaker:BreakDuration must be from 00:00:00.5 to 00:10:00.";
    }

    private IEnumerable<string> ExtraErrors(DownstreamApiOptions options)
    {
        foreach (var (name, value) in options.ExtraHeaderParameters)
        {
            if (ReservedHeaders.Contains(name)) yield return $"{_key}:ExtraHeaderParameters:{name} is not for the configuration to set: remove it.";
            else if (!HeaderText.IsName(name) || !HeaderText.IsValue(value)) yield return $"{_key}:ExtraHeaderParameters:{name} must have a header field's name and a value of printable ASCII characters.";
        }

        foreach (var (name, value) in options.ExtraQueryParameters)
        {
            if (name.Length == 0 || value is null) yield return $"{_key}:ExtraQueryParameters:{name} must have a name and a value.";
        }
    }

    private static bool IsWithin(TimeSpan value, TimeSpan shortest) => value >= shortest && value <= Longest;

    /// <summary>What stands before the permission; null for a bare one, which is Microsoft Graph's.</summary>
    private static string? ResourceOf(string? scope) => scope?.LastIndexOf('/') is { } end and > 0 ? scope[..end] : null;

    private static bool IsBaseUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
