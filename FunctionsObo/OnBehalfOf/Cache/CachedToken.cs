using System.Text;
using FunctionsObo.Authentication;

namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>
/// A downstream token at rest: one byte a character, since tokens are ASCII, which halves what a cached user takes.
/// </summary>
internal sealed class CachedToken(string accessToken, DateTimeOffset expiresAt, DateTimeOffset servesUntil, DateTimeOffset refreshAt, PrincipalId owner)
{
    /// <summary>What an entry takes besides the token's characters: the objects, the key, its place in the table. Measured.</summary>
    private const int Overhead = 350;

    private readonly byte[] _accessToken = Encoding.ASCII.GetBytes(accessToken);
    private long _refreshAt = refreshAt.UtcTicks;
    private int _refreshFailures;

    /// <summary>Whose token it is.</summary>
    public PrincipalId Owner => owner;

    /// <summary>Bytes on the heap.</summary>
    public long Size => Overhead + _accessToken.Length;

    public bool ServesAt(DateTimeOffset now) => now < servesUntil;

    /// <summary>Whether a new token should be fetched; the first to ask after the time gets the job, until <see cref="RefreshNotBefore"/> gives it out again.</summary>
    public bool ClaimRefresh(DateTimeOffset now)
    {
        var due = Interlocked.Read(ref _refreshAt);
        return now.UtcTicks >= due && Interlocked.CompareExchange(ref _refreshAt, long.MaxValue, due) == due;
    }

    /// <summary>The refresh has failed: another one may start then.</summary>
    public void RefreshNotBefore(DateTimeOffset time) => Interlocked.Exchange(ref _refreshAt, time.UtcTicks);

    /// <summary>How many refreshes of this token have failed, this one included.</summary>
    public int CountRefreshFailure() => Interlocked.Increment(ref _refreshFailures);

    /// <summary>The token as it goes on a request. Makes a string of the token's length.</summary>
    public DownstreamToken ToToken() => new(_accessToken, expiresAt);
}

/// <summary>A token as the identity platform gave it.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="RefreshAt">From when a new one should be fetched ahead, jitter included.</param>
internal sealed record AcquiredToken(string AccessToken, DateTimeOffset ExpiresAt, DateTimeOffset RefreshAt)
{
    public override string ToString() => $"*** (until {ExpiresAt:u})";
}

/// <summary>
/// The tokens of the users who are calling right now, as strings, so that their requests do not make the string again. A fixed
/// number of places; a user gets one by coming twice in a row, so that a crowd, each of whom comes once in a while, makes strings
/// that are gone at once instead of ones that live until the next of the crowd comes by.
/// </summary>
internal sealed class HotTokens
{
    private const int Places = 1024; // about 3 MiB with tokens of 1.5 KB

    private readonly Slot?[] _slots = new Slot?[Places];
    private readonly CachedToken?[] _lastMissed = new CachedToken?[Places];

    public DownstreamToken Get(in TokenKey key, CachedToken cached)
    {
        var place = (uint)key.GetHashCode() % Places;
        if (_slots[place] is { } hot && ReferenceEquals(hot.Cached, cached)) return hot.Token;

        var token = cached.ToToken();
        if (ReferenceEquals(_lastMissed[place], cached)) _slots[place] = new Slot(cached, token);
        else _lastMissed[place] = cached;
        return token;
    }

    /// <summary>Lets go of all strings.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        Array.Clear(_lastMissed);
    }

    private sealed record Slot(CachedToken Cached, DownstreamToken Token);
}
