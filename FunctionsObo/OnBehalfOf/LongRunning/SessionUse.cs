using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>
/// One use of a session: MSAL reads its tokens from it, and writes them back only into the session that was read. When another use was faster, it writes the tokens of both, of the two
/// refresh tokens the newer one. A session that was ended in the meantime stays ended.
/// </summary>
/// <param name="store">Where it is kept.</param>
/// <param name="key">Its key.</param>
/// <param name="opened">The session, as it was found.</param>
/// <param name="idleTime">When it ends for want of use.</param>
/// <param name="diagnostics">Who is told how writing ends.</param>
internal sealed class SessionUse(ISessionStore store, SessionKey key, OpenSession opened, TimeSpan idleTime, SessionDiagnostics diagnostics)
{
    /// <summary>Each time one other use has come to its end, and they are few.</summary>
    private const int MostAttempts = 20;

    private volatile bool _isAbandoned;
    private bool _isNoted;

    /// <summary>Why its tokens could not be written; null when they could, or while there are no new ones.</summary>
    public OboException? Failure { get; private set; }

    /// <summary>
    /// Makes MSAL keep the tokens here. The client must be for this one use of the session and no other: what MSAL loads into its cache would be anybody's who uses the same client meanwhile.
    /// </summary>
    public void Attach(IConfidentialClientApplication client)
    {
        var isLoaded = false;
        client.UserTokenCache.SetBeforeAccess(access =>
        {
            if (isLoaded) return;
            access.TokenCache.DeserializeMsalV3(opened.Content.Tokens, shouldClearExistingCache: true);
            isLoaded = true;
        });
        client.UserTokenCache.SetAfterAccessAsync(access => access.HasStateChanged ? KeepAsync(access.TokenCache) : Task.CompletedTask);
    }

    /// <summary>Notes that the session was used, if that is due and no new tokens have said so.</summary>
    public async Task NoteAsync()
    {
        if (_isNoted || !opened.Content.IsUseDue(store.Now, idleTime)) return;
        try
        {
            await store.ReplaceAsync(opened, opened.Content with { UsedAt = store.Now }); // or another use has noted itself
        }
        catch (OboException)
        {
            // the store's own diagnostics say why; the next use notes itself
        }
    }

    /// <summary>Ends the session, as nobody has its key, also if it is still to be written.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        store.Abandon(key);
    }

    private async Task KeepAsync(ITokenCacheSerializer tokens)
    {
        _isNoted = true;
        diagnostics.Wrote(await WriteAsync(tokens, refreshedAt: store.Now));
        if (_isAbandoned) store.Abandon(key);
    }

    private async Task<SessionWrite> WriteAsync(ITokenCacheSerializer tokens, DateTimeOffset refreshedAt)
    {
        try
        {
            var found = opened;
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                if (await store.ReplaceAsync(found, found.Content with { Tokens = tokens.SerializeMsalV3(), UsedAt = store.Now, RefreshedAt = refreshedAt })) return SessionWrite.Written;
                if (await store.FindAsync(key) is not { } others) return SessionWrite.Ended;
                refreshedAt = Merge(tokens, refreshedAt, others.Content);
                found = others;
            }

            return SessionWrite.GivenUp;
        }
        catch (OboException failure)
        {
            Failure = failure;
            return SessionWrite.Failed; // whoever waits has a token, and the refresh token before stays good
        }
    }

    /// <summary>Of what both have, MSAL keeps what is read last: that is to be the newer one.</summary>
    private static DateTimeOffset Merge(ITokenCacheSerializer tokens, DateTimeOffset refreshedAt, SessionContent others)
    {
        if (others.RefreshedAt > refreshedAt)
        {
            tokens.DeserializeMsalV3(others.Tokens, shouldClearExistingCache: false);
            return others.RefreshedAt;
        }

        var ours = tokens.SerializeMsalV3();
        tokens.DeserializeMsalV3(others.Tokens, shouldClearExistingCache: true);
        tokens.DeserializeMsalV3(ours, shouldClearExistingCache: false);
        return refreshedAt;
    }
}
