using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Sharing;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>
/// The sessions in the store that all instances share, sealed with what only their owners have. Nothing of them is kept here: each use asks the store, and for purges too, so that an end anywhere
/// is one everywhere.
/// </summary>
internal sealed class SharedSessions(
    GuardedStore store, PurgeReader purges, SharedMarks marks, PurgeMarks local, PurgeSubjects subjects, SessionDiagnostics diagnostics,
    IOptions<LongRunningSessionOptions> options, IOptions<DistributedTokenCacheOptions> sharing, MonotonicClock clock, TimeProvider time) : ISessionStore
{
    /// <summary>What a store takes; sessions with hundreds of APIs would come near it.</summary>
    private const int LongestContent = 1_000_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>It is written with its first tokens: until then nobody has its key.</summary>
    public async Task<OpenSession> OpenAsync(SessionKey key, long begun, TimeSpan lifetime)
    {
        if (!local.Admit(begun, key.Owner)) throw new OboException(OboFailure.AssertionRefused);
        if (!await purges.ReadAsync(options.Value.StoreBudget)) throw Unavailable(); // and what was purged before does not end it
        return new OpenSession(key.Owner, key.Places[0], SessionContent.Begin(marks.BeginSession(key.Owner), Now, lifetime), Version: 0);
    }

    public async Task<OpenSession?> FindAsync(SessionKey key)
    {
        var ending = SessionEnding.Unavailable;
        try
        {
            var budget = Budget();
            var areFresh = purges.ReadAsync(budget.Left);
            (ending, var found) = await ReadAsync(key, budget);
            if (!await areFresh) throw Unavailable();
            if (found is not null) ending = Judge(found);
            return ending == SessionEnding.Open ? found : null;
        }
        finally
        {
            diagnostics.LookedUp(ending);
        }
    }

    public async Task<bool> ReplaceAsync(OpenSession found, SessionContent content)
    {
        var lifetime = Minute * Math.Ceiling(content.Left(Now, options.Value.IdleTime) / Minute); // whole minutes: the exact end would tell sessions apart
        if (lifetime <= TimeSpan.Zero) return false;
        var stored = SealedSession.Seal(content, found.Secrets);
        if (stored.Length > LongestContent) throw Unavailable();
        return Arrived(await store.SessionAsync(StoreOperation.WriteSession, options.Value.StoreBudget, (sessions, over) => sessions.CompareAndSetSessionAsync(found.Secrets.Place, found.Version, stored, lifetime, over)));
    }

    public async Task CloseAsync(SessionKey key)
    {
        var budget = Budget();
        foreach (var place in key.Places.Select(secrets => secrets.Place))
            Arrived(await store.SessionAsync(StoreOperation.RemoveSession, budget.Left, (sessions, over) => Done(sessions.RemoveSessionAsync(place, over))));
    }

    public async Task CloseAllAsync(PrincipalId owner)
    {
        var subject = subjects.OfSessions(owner);
        marks.Note(subject, Now); // first, so that it counts here whatever becomes of the rest
        Arrived(await store.SessionAsync(StoreOperation.WriteMark, options.Value.StoreBudget, (sessions, over) => Done(sessions.AddMarkAsync(subject, PurgeWriter.MarkLifetime, over))));
    }

    public void Abandon(SessionKey key) =>
        _ = store.BackgroundAsync(StoreOperation.RemoveSession, (sessions, over) => Done(sessions.RemoveSessionAsync(key.Id, over)));

    private async Task<(SessionEnding, OpenSession?)> ReadAsync(SessionKey key, StoreBudget budget)
    {
        var ending = SessionEnding.Unknown;
        foreach (var secrets in key.Places)
        {
            if (Arrived(await store.SessionAsync(StoreOperation.ReadSession, budget.Left, (sessions, over) => sessions.GetSessionAsync(secrets.Place, over))) is not { } stored) continue;
            if (SealedSession.Open(stored.Content, secrets) is { } content) return (SessionEnding.Open, new OpenSession(key.Owner, secrets, content, stored.Version));
            ending = SessionEnding.Unreadable;
        }

        return (ending, null);
    }

    private SessionEnding Judge(OpenSession found) =>
        found.Content.EndsAt <= Now ? SessionEnding.Expired
        : found.Content.Left(Now, options.Value.IdleTime) <= TimeSpan.Zero ? SessionEnding.Idle
        : marks.AdmitSession(found.Owner, found.Content.BegunAt) ? SessionEnding.Open
        : SessionEnding.Purged;

    private StoreBudget Budget() => new(options.Value.StoreBudget, clock);

    private T? Arrived<T>(StoreAnswer<T> answer) => answer.Arrived ? answer.Value : throw Unavailable();

    private OboException Unavailable() => new(OboFailure.SessionsUnavailable, sharing.Value.CircuitBreak);

    private static async Task<bool> Done(Task call)
    {
        await call;
        return true;
    }
}
