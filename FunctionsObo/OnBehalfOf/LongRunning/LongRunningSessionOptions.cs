namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>How long long-running sessions last: section <c>LongRunningSessions</c>.</summary>
public sealed class LongRunningSessionOptions
{
    internal const string Section = "LongRunningSessions";

    /// <summary>A refresh token of Entra's ends after 90 days without use (https://learn.microsoft.com/entra/identity-platform/refresh-tokens#token-lifetime).</summary>
    internal static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(90);

    internal static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(1);

    /// <summary>When a session ends for which its owner names no end, from its start. 1 minute to 90 days, default 14 days.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>When a session ends that nobody continues, from its last use. 1 minute to 90 days, default 14 days.</summary>
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a call may wait for the store that sessions are kept in, for reading and for writing each, before it fails. 100 milliseconds to 30 seconds, default 2 seconds.</summary>
    public TimeSpan StoreBudget { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>The rules for section LongRunningSessions.</summary>
internal static class LongRunningSessionRules
{
    public static IEnumerable<string> Errors(LongRunningSessionOptions options)
    {
        if (!IsLifetime(options.Lifetime)) yield return "LongRunningSessions:Lifetime must be from 00:01:00 to 90.00:00:00.";
        if (!IsLifetime(options.IdleTime)) yield return "LongRunningSessions:IdleTime must be from 00:01:00 to 90.00:00:00.";
        if (options.StoreBudget < TimeSpan.FromMilliseconds(100) || options.StoreBudget > TimeSpan.FromSeconds(30))
            yield return "LongRunningSessions:StoreBudget must be from 00:00:00.1 to 00:00:30.";
    }

    /// <summary>Whether a session may last so long.</summary>
    public static bool IsLifetime(TimeSpan lifetime) => lifetime >= LongRunningSessionOptions.ShortestLifetime && lifetime <= LongRunningSessionOptions.LongestLifetime;
}
