namespace FunctionsObo.TokenStores;

/// <summary>
/// A store by which instances act as one: one exchange for a user who comes to several at once, purges that reach all, long-running sessions that outlive their
/// instance. Entries may be lost at any time; marks and sessions are to survive a crash of the store.
/// </summary>
public interface ICoordinatingTokenStore : ITokenStore
{
    /// <summary>Takes the right to do something that only one instance should do, or goes on having it.</summary>
    /// <param name="place">What is to be done.</param>
    /// <param name="holder">Who asks; made anew for each piece of work.</param>
    /// <param name="lease">When the right ends by itself, from now by the store's clock. 50 milliseconds or more.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>Whether this holder has it now; false while another one has.</returns>
    Task<bool> ClaimAsync(StorePlace place, Guid holder, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives the right back before it ends. Not having it is no error.</summary>
    /// <inheritdoc cref="ClaimAsync"/>
    Task ReleaseAsync(StorePlace place, Guid holder, CancellationToken cancellationToken);

    /// <summary>Writes that nothing of a subject counts that began before now, by the store's clock.</summary>
    /// <param name="subject">A user or an API; not reversible.</param>
    /// <param name="lifetime">After which time the mark may be deleted, as nothing older can exist.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    Task AddMarkAsync(StorePlace subject, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>The marks that came after a position.</summary>
    /// <param name="position">Where the last answer ended; 0 for all marks that there are.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>
    /// The marks, and where the answer ends. No mark may ever become visible at or before a position that was given out. A position lower than the one that was asked
    /// for says that the store has lost marks and counts anew: then all are asked for.
    /// </returns>
    Task<StoredMarks> GetMarksAsync(long position, CancellationToken cancellationToken);

    /// <summary>Ends when there may be new marks: for a store that is told of them. By default it never does, and the engine asks at its own intervals.</summary>
    /// <param name="cancellationToken">Ends it at once, by an <see cref="OperationCanceledException"/>.</param>
    Task WaitForMarkAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Reads a session.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>The session; null when there is none, or its lifetime is over.</returns>
    Task<StoredSession?> GetSessionAsync(StorePlace place, CancellationToken cancellationToken);

    /// <summary>Writes a session, if it is still the one that was read.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="version">The version that was read; 0 for a session that must not be there yet.</param>
    /// <param name="content">The content: less than 1 MB. Not changed afterwards.</param>
    /// <param name="lifetime">How long it counts from now, up to 90 days.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>Whether it was written; false when somebody else has written or removed it meanwhile.</returns>
    Task<bool> CompareAndSetSessionAsync(StorePlace place, long version, byte[] content, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Removes a session, whatever its version. A version that was read before never fits again. One that is not there is no error.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    Task RemoveSessionAsync(StorePlace place, CancellationToken cancellationToken);
}
