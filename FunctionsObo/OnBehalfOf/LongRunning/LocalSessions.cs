using FunctionsObo.Authentication;
using FunctionsObo.Caching;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>The sessions of this process, bounded by memory too. They end with it.</summary>
internal sealed class LocalSessions(PurgeMarks marks, IOptions<LongRunningSessionOptions> options, MonotonicClock clock) : ISessionStore
{
    private const long SizeLimit = 100L * 1024 * 1024;

    private readonly BoundedCache<StorePlace, Kept> _sessions = new(SizeLimit, session => session.Size);

    /// <summary>How many sessions there are.</summary>
    public int Count => _sessions.Count;

    /// <summary>A wall clock that is set changes nothing here.</summary>
    public DateTimeOffset Now => DateTimeOffset.UnixEpoch + clock.Now;

    public Task<OpenSession> OpenAsync(SessionKey key, long begun, TimeSpan lifetime)
    {
        if (!marks.Admit(begun, key.Owner)) throw new OboException(OboFailure.AssertionRefused);
        var session = new OpenSession(key.Owner, key.Places[0], SessionContent.Begin(Now, Now, lifetime), Version: 0);
        _sessions.Set(key.Id, new Kept(session, begun));
        return Task.FromResult(session);
    }

    public Task<OpenSession?> FindAsync(SessionKey key)
    {
        if (!_sessions.TryGet(key.Id, out var kept)) return Task.FromResult<OpenSession?>(null);
        if (kept.Session.Content.Left(Now, options.Value.IdleTime) > TimeSpan.Zero && marks.Admit(kept.Begun, key.Owner)) return Task.FromResult<OpenSession?>(kept.Session);

        _sessions.Remove(key.Id, kept);
        return Task.FromResult<OpenSession?>(null);
    }

    public Task<bool> ReplaceAsync(OpenSession found, SessionContent content) => Task.FromResult(
        _sessions.TryGet(found.Secrets.Place, out var kept) && kept.Session.Version == found.Version
        && _sessions.TryReplace(found.Secrets.Place, kept, kept with { Session = found with { Content = content, Version = found.Version + 1 } }));

    public Task CloseAsync(SessionKey key)
    {
        _sessions.Remove(key.Id);
        return Task.CompletedTask;
    }

    public Task CloseAllAsync(PrincipalId owner)
    {
        CloseAll(owner);
        return Task.CompletedTask;
    }

    public void CloseAll(PrincipalId owner) => _sessions.RemoveWhere((_, kept) => kept.Session.Owner == owner);

    public void Abandon(SessionKey key) => _sessions.Remove(key.Id);

    private sealed record Kept(OpenSession Session, long Begun)
    {
        public long Size => 500 + Session.Content.Tokens.Length;
    }
}
