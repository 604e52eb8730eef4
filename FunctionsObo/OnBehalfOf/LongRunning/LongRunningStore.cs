using FunctionsObo.Authentication;
using FunctionsObo.Caching;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>
/// The sessions of this process, bounded by memory and by disuse, and MSAL's token cache for them. MSAL itself would keep them
/// without bound, and for as long as the process lives.
/// </summary>
internal sealed class LongRunningStore(TimeProvider time)
{
    private const long SizeLimit = 100L * 1024 * 1024;

    /// <summary>Entra's refresh tokens end after 90 days without use
    /// (https://learn.microsoft.com/entra/identity-platform/refresh-tokens#token-lifetime).</summary>
    private static readonly TimeSpan LongestDisuse = TimeSpan.FromDays(90);

    private readonly BoundedCache<string, LongRunningSession> _sessions = new(SizeLimit, session => session.Size);

    public void Open(string key, PrincipalId owner) => _sessions.Set(key, new LongRunningSession(owner, [], time.GetUtcNow()));

    public bool Has(string key)
    {
        if (!_sessions.TryGet(key, out var session)) return false;
        if (time.GetUtcNow() - session.UsedAt < LongestDisuse) return true;

        _sessions.Remove(key, session);
        return false;
    }

    public void Close(string key) => _sessions.Remove(key);

    public void CloseAll(string tenantId, string objectId) => _sessions.RemoveWhere((_, session) => session.Owner == new PrincipalId(tenantId, objectId));

    /// <summary>Makes MSAL keep the client's user tokens here.</summary>
    public void Attach(IConfidentialClientApplication client)
    {
        client.UserTokenCache.SetBeforeAccess(access =>
        {
            var tokens = access.SuggestedCacheKey is { } key && _sessions.TryGet(key, out var session) ? session.Tokens : [];
            access.TokenCache.DeserializeMsalV3(tokens, shouldClearExistingCache: true);
        });
        client.UserTokenCache.SetAfterAccess(access =>
        {
            // A session that was closed in the meantime stays closed.
            if (access is not { HasStateChanged: true, SuggestedCacheKey: { } key } || !_sessions.TryGet(key, out var session)) return;
            _sessions.Set(key, session with { Tokens = access.TokenCache.SerializeMsalV3(), UsedAt = time.GetUtcNow() });
        });
    }
}

/// <summary>What is kept of one session: whose it is, and MSAL's serialized tokens, the refresh token among them.</summary>
internal sealed record LongRunningSession(PrincipalId Owner, byte[] Tokens, DateTimeOffset UsedAt)
{
    public long Size => 300 + Tokens.Length;

    public override string ToString() => "long-running session";
}
