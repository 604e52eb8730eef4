using System.Collections.Concurrent;
using FunctionsObo.Authentication;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>
/// When users, their sessions and APIs were purged, here or elsewhere, by the wall clock: an entry that another instance wrote says when it began, and no count of this process can be compared with
/// that. Clocks differ by AzureAd:ClockSkew at most, here as with tokens.
/// </summary>
internal sealed class SharedMarks(PurgeSubjects subjects, IOptions<AzureAdOptions> registration, TimeProvider time)
{
    private const int MostMarks = 100_000;

    private readonly ConcurrentDictionary<StorePlace, DateTimeOffset> _marks = new();
    private readonly Lock _gate = new();
    private readonly TimeSpan _skew = registration.Value.ClockSkew;
    private DateTimeOffset? _everybody;

    /// <summary>A purge. A later one stays.</summary>
    /// <param name="subject">Whom it is about.</param>
    /// <param name="at">When it was.</param>
    public void Note(StorePlace subject, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_marks.TryGetValue(subject, out var there) && there >= at) return;
            _marks[subject] = at;
            if (_marks.Count > MostMarks) DropOlderHalf();
        }
    }

    /// <summary>Whether what began then, on any instance, still counts.</summary>
    public bool Admit(PrincipalId owner, string api, DateTimeOffset begunAt) => begunAt >= EarliestOf(owner, subjects.OfApi, api);

    /// <summary>Whether a session that began then, on any instance, still counts.</summary>
    public bool AdmitSession(PrincipalId owner, DateTimeOffset begunAt) => begunAt >= EarliestOf(owner, subjects.OfSessions, owner);

    /// <summary>When an exchange that begins now says that it began: late enough that no purge that is known here, and so came before, ends it.</summary>
    public DateTimeOffset Begin(PrincipalId owner, string api) => Latest(time.GetUtcNow(), EarliestOf(owner, subjects.OfApi, api));

    /// <summary>The same for a session.</summary>
    public DateTimeOffset BeginSession(PrincipalId owner) => Latest(time.GetUtcNow(), EarliestOf(owner, subjects.OfSessions, owner));

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <param name="owner">The user, whose purges always count.</param>
    /// <param name="of">The subject of the other purges that count.</param>
    /// <param name="what">What they are about.</param>
    private DateTimeOffset EarliestOf<TWhat>(PrincipalId owner, Func<TWhat, StorePlace> of, TWhat what)
    {
        if (_marks.IsEmpty) return DateTimeOffset.MinValue;
        lock (_gate)
        {
            DateTimeOffset?[] marks = [_marks.TryGetValue(subjects.Of(owner), out var user) ? user : null, _marks.TryGetValue(of(what), out var other) ? other : null, _everybody];
            return marks.Max() is { } latest ? latest + _skew : DateTimeOffset.MinValue;
        }
    }

    /// <summary>One mark for everybody in their place: that costs exchanges, and undoes no purge.</summary>
    private void DropOlderHalf()
    {
        var older = _marks.OrderBy(mark => mark.Value).Take(MostMarks / 2).ToList();
        _everybody = older[^1].Value > _everybody || _everybody is null ? older[^1].Value : _everybody;
        foreach (var mark in older) _marks.TryRemove(mark);
    }
}
