using FunctionsObo.Authentication;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>Where sessions are kept: in the memory of this process, or in the store that all instances share.</summary>
internal interface ISessionStore
{
    /// <summary>The present, by the clock of the times in a session.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Opens a session that has no tokens yet.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="begun">When the request for it began, by <see cref="PurgeMarks.Now"/>.</param>
    /// <param name="lifetime">When it ends, from now.</param>
    /// <exception cref="OboException">The store does not answer, or the user was purged since the request began: then a new token is needed.</exception>
    Task<OpenSession> OpenAsync(SessionKey key, long begun, TimeSpan lifetime);

    /// <summary>The session, if it is open: not after its end, nor after long disuse, nor after its user was purged.</summary>
    /// <exception cref="OboException">The store does not answer.</exception>
    Task<OpenSession?> FindAsync(SessionKey key);

    /// <summary>Writes a session, if it is still the one that was found.</summary>
    /// <returns>Whether it was: not when another use has written it meanwhile, or it has ended.</returns>
    /// <exception cref="OboException">The store does not answer; it may have been written.</exception>
    Task<bool> ReplaceAsync(OpenSession found, SessionContent content);

    /// <summary>Ends a session. One that is not there is no error.</summary>
    /// <exception cref="OboException">The store does not answer; it may have been ended.</exception>
    Task CloseAsync(SessionKey key);

    /// <summary>Ends all sessions of a user.</summary>
    /// <exception cref="OboException">The store does not answer.</exception>
    Task CloseAllAsync(PrincipalId owner);

    /// <summary>Ends a session whose key nobody has, without waiting.</summary>
    void Abandon(SessionKey key);
}
