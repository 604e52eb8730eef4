using FunctionsObo.Authentication;

namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>
/// A downstream token at rest: one byte a character, since tokens are ASCII, which halves what a cached user takes. Its times are
/// <see cref="MonotonicClock"/>'s.
/// </summary>
internal sealed class CachedToken
{
    /// <summary>What an entry takes besides the token's characters: the objects, the key, its place in the table. Measured.</summary>
    private const int Overhead = 350;

    private readonly byte[] _accessToken;
    private readonly DateTimeOffset _expiresAt;
    private readonly TimeSpan _servesUntil;
    private long _refreshAt;
    private long _begun;
    private int _refreshFailures;

    /// <param name="token">The token.</param>
    /// <param name="servesUntil">From when on it is not given out any more.</param>
    /// <param name="wanted">For whom.</param>
    /// <param name="order">The number of its exchange, in the order in which exchanges began.</param>
    public CachedToken(AcquiredToken token, TimeSpan servesUntil, TokenAcquisition wanted, long order)
    {
        _accessToken = token.AccessToken;
        _expiresAt = token.ExpiresAt;
        _servesUntil = servesUntil;
        _refreshAt = token.RefreshAt.Ticks;
        _begun = wanted.Begun;
        Owner = wanted.Owner;
        Claims = token.Claims;
        Order = order;
    }

    /// <summary>Whose token it is.</summary>
    public PrincipalId Owner { get; }

    /// <summary>The claims request that it was got with, JSON; null for none. Its refreshes ask for the same.</summary>
    public string? Claims { get; }

    /// <summary>When its exchange began, among all exchanges.</summary>
    public long Order { get; }

    /// <summary>Since when it counts, on the clock of <see cref="PurgeMarks"/>.</summary>
    public long Begun => Volatile.Read(ref _begun);

    /// <summary>Bytes on the heap.</summary>
    public long Size => Overhead + _accessToken.Length;

    public bool ServesAt(TimeSpan now) => now < _servesUntil;

    /// <summary>Whether no purge has been since it began.</summary>
    public bool CountsBy(PurgeMarks marks, string api)
    {
        var now = marks.Now;
        if (Begun >= now) return true;
        if (!marks.Admit(Begun, Owner, api)) return false;

        Volatile.Write(ref _begun, now); // the purges up to now were not about it: next time that is seen at once
        return true;
    }

    /// <summary>Whether it is this token.</summary>
    public bool Is(DownstreamToken token) => token.Carries(_accessToken);

    /// <summary>Whether a new token should be fetched; the first to ask after the time gets the job, until <see cref="RefreshNotBefore"/> gives it out again.</summary>
    public bool ClaimRefresh(TimeSpan now)
    {
        var due = Interlocked.Read(ref _refreshAt);
        return now.Ticks >= due && Interlocked.CompareExchange(ref _refreshAt, long.MaxValue, due) == due;
    }

    /// <summary>The refresh did not replace it: another one may start then.</summary>
    public void RefreshNotBefore(TimeSpan moment) => Interlocked.Exchange(ref _refreshAt, moment.Ticks);

    /// <summary>How many refreshes of this token have failed, this one included.</summary>
    public int CountRefreshFailure() => Interlocked.Increment(ref _refreshFailures);

    /// <summary>The token as it goes on a request. Makes a string of the token's length.</summary>
    public DownstreamToken ToToken() => new(_accessToken, _expiresAt);
}
