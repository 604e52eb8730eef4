namespace FunctionsObo.Downstream;

/// <summary>One downstream API: section <c>DownstreamApis:{Name}</c>, with the key names of Microsoft.Identity.Web.</summary>
public sealed class DownstreamApiOptions
{
    internal const string Section = "DownstreamApis";

    /// <summary>Required. The absolute URL that all paths are under; https, or http on this machine.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>
    /// Required. The delegated permissions to ask for, as an array, all of one resource: <c>https://graph.microsoft.com/User.Read</c>,
    /// <c>api://{id}/Orders.Read</c>. Calls as the app ask for <c>.default</c> of the same resource.
    /// </summary>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>Whether the API is called only as the app, never as a user. <see cref="Scopes"/> is then one <c>{resource}/.default</c>. Default false.</summary>
    public bool RequestAppToken { get; set; }

    /// <summary>How long one call may take with all its attempts. 100 milliseconds to 10 minutes, default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long one attempt of a call that may be retried may take, and how long a streamed response may pause. 100 milliseconds to
    /// 10 minutes, default 10 seconds.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most bytes that a response may have after decompression, streamed or not. 1 KiB to 1 TiB, default 10 MiB.</summary>
    public long MaxResponseBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>How many calls may be under way at once, half of them as the same user; more are refused. 1 to 100,000, default 1,000.</summary>
    public int MaxConcurrency { get; set; } = 1000;

    /// <summary>When a failed call is retried.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>When the circuit opens: an API that keeps failing is not called for a while.</summary>
    public CircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>Header fields that every call gets. Names that this app or HTTP itself sets are refused.</summary>
    public IDictionary<string, string> ExtraHeaderParameters { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Query parameters that every call gets.</summary>
    public IDictionary<string, string> ExtraQueryParameters { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>
/// When a failed call is retried: <c>DownstreamApis:{Name}:Retry</c>. Only GET, HEAD, OPTIONS, PUT and DELETE are (RFC 9110
/// §9.2.2), and only with a body that can be sent again.
/// </summary>
public sealed class RetryOptions
{
    /// <summary>How often a call is retried after its first attempt. 0 to 5, default 2.</summary>
    public int MaxRetryAttempts { get; set; } = 2;

    /// <summary>The wait before the second attempt, with jitter; it doubles from then on. 0 to 1 minute, default 200 milliseconds.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(200);
}

/// <summary>
/// When the circuit opens, so that an API that keeps failing is not called for a while: <c>DownstreamApis:{Name}:CircuitBreaker</c>. Failing is
/// 5xx, no answer in time, no connection. It is counted by callers (users, and the app as one), so that one user's trouble stays with that user.
/// Throttling, 501, 505, 507, a missing token and a caller who left do not count.
/// </summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>
    /// How many callers must be failing, by their latest attempt, to open the circuit for all; and how many attempts of one caller must fail in
    /// a row for only that caller to wait. 2 to 1,000, default 10.
    /// </summary>
    public int Failures { get; set; } = 10;

    /// <summary>The least share of failing callers, among all callers, that opens the circuit for all. Above 0 to 1, default 0.5.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>How long an attempt counts for that. 0.5 seconds to 10 minutes, default 30 seconds.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long nobody, or the one caller, is let through before an attempt may try again. 0.5 seconds to 10 minutes, default 5 seconds.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
