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
    private readonly ConcurrentDictionary<StorePlace, DateTimeOffset> _own = new();
    private readonly Lock _gate = new();
    private readonly TimeSpan _skew = registration.Value.ClockSkew;
    private DateTimeOffset? _everybody;

    /// <summary>A purge. A later one stays.</summary>
    /// <param name="subject">Whom it is about.</param>
    /// <param name="at">When it was, by the store's clock.</param>
    public void Note(StorePlace subject, DateTimeOffset at) => Note(_marks, subject, at);

    /// <summary>A purge on this instance, which the store has not told of yet.</summary>
    /// <remarks>
    /// By this clock, which may be ahead of the store's. An exchange after it that said "later than this" by this clock could say "later than the next purge" by the store's, and outlive it: so <see cref="Begin"/>
    /// does not go by it. What is exchanged until the store tells of the purge is of no use to other instances.
    /// </remarks>
    /// <param name="subject">Whom it is about.</param>
    public void NoteOwn(StorePlace subject) => Note(_own, subject, time.GetUtcNow());

    private void Note(ConcurrentDictionary<StorePlace, DateTimeOffset> marks, StorePlace subject, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (marks.TryGetValue(subject, out var there) && there >= at) return;
            marks[subject] = at;
            if (marks.Count > MostMarks) DropOlderHalf(marks);
        }
    }

    /// <summary>Whether what began then, on any instance, still counts.</summary>
    public bool Admit(PrincipalId owner, string api, DateTimeOffset begunAt) => begunAt >= Latest(EarliestOf(_marks, owner, subjects.OfApi, api), EarliestOf(_own, owner, subjects.OfApi, api));

    /// <summary>Whether a session that began then, on any instance, still counts.</summary>
    public bool AdmitSession(PrincipalId owner, DateTimeOffset begunAt) => begunAt >= EarliestOfSessions(owner);

    /// <summary>When an exchange that begins now says that it began: late enough that no purge that the store has told of, and so came before, ends it.</summary>
    public DateTimeOffset Begin(PrincipalId owner, string api) => Latest(time.GetUtcNow(), EarliestOf(_marks, owner, subjects.OfApi, api));

    /// <summary>The same for a session, late enough also for a purge of this instance that the store has not told of yet: a session cannot be had anew without its user.</summary>
    public DateTimeOffset BeginSession(PrincipalId owner) => Latest(time.GetUtcNow(), EarliestOfSessions(owner));

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private DateTimeOffset EarliestOfSessions(PrincipalId owner) => Latest(EarliestOf(_marks, owner, subjects.OfSessions, owner), EarliestOf(_own, owner, subjects.OfSessions, owner));

    /// <param name="all">The marks to look at.</param>
    /// <param name="owner">The user, whose purges always count.</param>
    /// <param name="of">The subject of the other purges that count.</param>
    /// <param name="what">What they are about.</param>
    private DateTimeOffset EarliestOf<TWhat>(ConcurrentDictionary<StorePlace, DateTimeOffset> all, PrincipalId owner, Func<TWhat, StorePlace> of, TWhat what)
    {
        if (all.IsEmpty) return DateTimeOffset.MinValue;
        lock (_gate)
        {
            DateTimeOffset?[] marks = [all.TryGetValue(subjects.Of(owner), out var user) ? user : null, all.TryGetValue(of(what), out var other) ? other : null, _everybody];
            return marks.Max() is { } latest ? latest + _skew : DateTimeOffset.MinValue;
        }
    }

    /// <summary>One mark for everybody in their place: that costs exchanges, and undoes no purge.</summary>
    private void DropOlderHalf(ConcurrentDictionary<StorePlace, DateTimeOffset> marks)
    {
        var older = marks.OrderBy(mark => mark.Value).Take(MostMarks / 2).ToList();
        _everybody = older[^1].Value > _everybody || _everybody is null ? older[^1].Value : _everybody;
        foreach (var mark in older) marks.TryRemove(mark);
    }
}
