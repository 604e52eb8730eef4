using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Sharing;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>What is kept of one session. Its times are by the clock of the store that keeps it.</summary>
/// <param name="Tokens">MSAL's serialized tokens, the refresh token among them; empty before the first.</param>
/// <param name="BegunAt">When it began: not before a purge that ends it.</param>
/// <param name="EndsAt">The end that its owner chose.</param>
/// <param name="UsedAt">When it was last used, give or take a tenth of the idle time.</param>
/// <param name="RefreshedAt">When the refresh token was got.</param>
internal sealed record SessionContent(byte[] Tokens, DateTimeOffset BegunAt, DateTimeOffset EndsAt, DateTimeOffset UsedAt, DateTimeOffset RefreshedAt)
{
    /// <summary>Each use writes only so often, as most change nothing.</summary>
    private const int UsesNotedInIdleTime = 10;

    /// <summary>A session that begins.</summary>
    public static SessionContent Begin(DateTimeOffset begunAt, DateTimeOffset now, TimeSpan lifetime) => new([], begunAt, now + lifetime, now, now);

    /// <summary>How long it goes on if nobody uses it; nothing, or less, when it is over.</summary>
    public TimeSpan Left(DateTimeOffset now, TimeSpan idleTime) => (EndsAt < UsedAt + idleTime ? EndsAt : UsedAt + idleTime) - now;

    /// <summary>Whether a use has to be noted, so that the session does not end for want of use.</summary>
    public bool IsUseDue(DateTimeOffset now, TimeSpan idleTime) => now - UsedAt >= idleTime / UsesNotedInIdleTime;

    public override string ToString() => "long-running session";
}

/// <summary>A session that was found.</summary>
/// <param name="Owner">Its user.</param>
/// <param name="Secrets">Where it is, and what it is sealed with.</param>
/// <param name="Content">What is in it.</param>
/// <param name="Version">Another one after each write.</param>
internal sealed record OpenSession(PrincipalId Owner, EntrySecrets Secrets, SessionContent Content, long Version)
{
    /// <summary>What MSAL calls it. It is no secret, and says nothing of the key.</summary>
    public string MsalKey => Secrets.ToString();

    public override string ToString() => "long-running session";
}
