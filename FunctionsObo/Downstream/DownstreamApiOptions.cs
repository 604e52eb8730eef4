using FunctionsObo.Downstream.Resilience;

namespace FunctionsObo.Downstream;

/// <summary>One downstream API: section <c>DownstreamApis:{Name}</c>, with the key names of Microsoft.Identity.Web.</summary>
public sealed class DownstreamApiOptions
{
    public const string Section = "DownstreamApis";

    /// <summary>Required. The absolute URL that all paths are under; https, or http on this machine.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>
    /// Required. The delegated permissions to ask for, as an array, all of one resource: <c>https://graph.microsoft.com/User.Read</c>,
    /// <c>api://{id}/Orders.Read</c>. Calls as the app ask for <c>.default</c> of the same resource.
    /// </summary>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>Whether the API is called as the app alone, never as a user. <see cref="Scopes"/> is then one <c>{resource}/.default</c>. Default false.</summary>
    public bool RequestAppToken { get; set; }

    /// <summary>How long one call may take with all its tries. 100 milliseconds to 10 minutes, default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long one try of a call that may be repeated may take, and how long a streamed answer may pause. 100 milliseconds to
    /// 10 minutes, default 10 seconds.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most bytes that an answer may have after decompression, streamed or not. 1 KiB to 1 TiB, default 10 MiB.</summary>
    public long MaxResponseBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>How many calls may be under way at once, half of them as the same user; more are refused. 1 to 100,000, default 1,000.</summary>
    public int MaxConcurrency { get; set; } = 1000;

    /// <summary>When a failed call is repeated.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>When an API that keeps failing is left alone.</summary>
    public CircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>Header fields that every call gets. Names that this app or HTTP itself sets are refused.</summary>
    public IDictionary<string, string> ExtraHeaderParameters { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Query parameters that every call gets.</summary>
    public IDictionary<string, string> ExtraQueryParameters { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
