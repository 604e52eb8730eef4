using FunctionsObo.Authentication;
using FunctionsObo.Caching;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>
/// The sessions of this process, bounded by memory and by disuse, and MSAL's tokens for them. MSAL itself would keep them
/// without bound, and for as long as the process lives.
/// </summary>
internal sealed class LongRunningStore(PurgeMarks marks, MonotonicClock clock)
{
    private const long SizeLimit = 100L * 1024 * 1024;

    /// <summary>Entra's refresh tokens end after 90 days without use
    /// (https://learn.microsoft.com/entra/identity-platform/refresh-tokens#token-lifetime).</summary>
    private static readonly TimeSpan LongestDisuse = TimeSpan.FromDays(90);

    private readonly BoundedCache<string, LongRunningSession> _sessions = new(SizeLimit, session => session.Size);

    /// <summary>How many sessions there are.</summary>
    public int Count => _sessions.Count;

    /// <summary>Opens a session that has no tokens yet.</summary>
    /// <param name="key">What it is kept under.</param>
    /// <param name="owner">Its user.</param>
    /// <param name="begun">When the request for it began, by <see cref="PurgeMarks.Now"/>.</param>
    public void Open(string key, PrincipalId owner, long begun) => _sessions.Set(key, new LongRunningSession(owner, begun, [], clock.Now));

    /// <summary>The session, if it is open: not after its user was purged, nor after long disuse.</summary>
    public LongRunningSession? Find(string key)
    {
        if (!_sessions.TryGet(key, out var session)) return null;
        if (clock.Now - session.UsedAt < LongestDisuse && marks.Admit(session.Begun, session.Owner)) return session;

        _sessions.Remove(key, session);
        return null;
    }

    public void Close(string key) => _sessions.Remove(key);

    public void CloseAll(PrincipalId owner) => _sessions.RemoveWhere((_, session) => session.Owner == owner);

    /// <summary>
    /// Makes MSAL keep the tokens of one session here. The client must be for this one use of the session and no other: what MSAL loads into
    /// its cache would be anybody's who uses the same client meanwhile.
    /// </summary>
    public void Attach(IConfidentialClientApplication client, string key)
    {
        LongRunningSession? loaded = null;
        client.UserTokenCache.SetBeforeAccess(access =>
        {
            loaded = Find(key);
            access.TokenCache.DeserializeMsalV3(loaded?.Tokens ?? [], shouldClearExistingCache: true);
        });
        client.UserTokenCache.SetAfterAccess(access =>
        {
            while (access.HasStateChanged && loaded is { } read && !_sessions.TryReplace(key, read, read with { Tokens = access.TokenCache.SerializeMsalV3(), UsedAt = clock.Now }))
            {
                // Another use of the session was faster: its tokens and ours. A session that was closed in the meantime stays closed.
                loaded = Find(key);
                if (loaded is { } others) access.TokenCache.DeserializeMsalV3(others.Tokens, shouldClearExistingCache: false);
            }
        });
    }
}

/// <summary>What is kept of one session: whose it is, and MSAL's serialized tokens, the refresh token among them.</summary>
internal sealed record LongRunningSession(PrincipalId Owner, long Begun, byte[] Tokens, TimeSpan UsedAt)
{
    public long Size => 300 + Tokens.Length;

    public override string ToString() => "long-running session";
}
