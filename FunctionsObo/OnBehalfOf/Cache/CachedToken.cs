using System.Text;
using FunctionsObo.Downstream.Resilience;

namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>
/// A downstream token at rest: one byte a character, since tokens are ASCII, which halves what a cached user takes.
/// </summary>
internal sealed class CachedToken(string accessToken, DateTimeOffset expiresAt, DateTimeOffset servesUntil, DateTimeOffset refreshAt, TokenHolder holder)
{
    /// <summary>What an entry takes besides the token's characters: the objects, the key, its place in the table. Measured.</summary>
    private const int Overhead = 350;

    private readonly byte[] _accessToken = Encoding.ASCII.GetBytes(accessToken);
    private long _refreshAt = refreshAt.UtcTicks;
    private int _refreshFailures;

    /// <summary>Whose token it is.</summary>
    public TokenHolder Holder => holder;

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

/// <summary>Tenant and object id: the user, or the app itself with its client id.</summary>
internal readonly record struct TokenHolder(string TenantId, string ObjectId)
{
    public bool Is(string tenantId, string objectId) =>
        ObjectId.Equals(objectId, StringComparison.OrdinalIgnoreCase) && TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase);
}
