namespace FunctionsObo.Errors;

/// <summary>How long to wait before the next attempt at what has failed.</summary>
internal static class Backoff
{
    private const int MostDoublings = 10;

    /// <summary>The first delay, doubled with each further failure, up to the longest. Jitter is the caller's.</summary>
    /// <param name="failures">Failures in a row, 1 or more.</param>
    /// <param name="first">The delay after the first.</param>
    /// <param name="longest">The longest delay.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        var delay = first * Math.Pow(2, Math.Min(failures - 1, MostDoublings));
        return delay < longest ? delay : longest;
    }
}
