using System.Net.Http.Headers;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Cloud;

/// <summary>Waits, and says for what and how long.</summary>
internal sealed class Waiting(Terminal terminal)
{
    /// <summary>Longer than that nobody waits before a terminal.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public async Task ForAsync(string what, TimeSpan delay, CancellationToken cancellationToken)
    {
        await terminal.Error.WriteLineAsync($"Waiting {Math.Ceiling(delay.TotalSeconds):0} s for {what}.".AsMemory(), cancellationToken);
        await Task.Delay(delay, terminal.Time, cancellationToken);
    }

    /// <returns>How long a Retry-After asks to wait; null when that is too long.</returns>
    public TimeSpan? Until(RetryConditionHeaderValue retryAfter)
    {
        var delay = retryAfter.Delta ?? retryAfter.Date - terminal.Time.GetUtcNow() ?? TimeSpan.Zero;
        return delay > Longest ? null : delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }
}
