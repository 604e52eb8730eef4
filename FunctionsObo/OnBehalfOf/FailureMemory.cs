using FunctionsObo.Authentication;
using FunctionsObo.Caching;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// Remembers failures that asking again would only repeat, so that a client that calls in a loop does not make the identity platform
/// say them again each time (Entra answers such loops with AADSTS50196): for a short time that only the user can help, and for as long
/// as the identity platform asks to wait (Retry-After). Kept by the assertion: a new token starts fresh.
/// </summary>
internal sealed class FailureMemory(TimeSpan userAction, PurgeMarks marks, MonotonicClock clock)
{
    private const int MostRemembered = 10_000;

    private readonly BoundedCache<(TokenKey Key, string? Claims), Remembered> _failures = new(MostRemembered);

    /// <summary>The failure that still holds for what is wanted: to be thrown. Being asked to wait holds whatever the claims.</summary>
    public Exception? Find(TokenAcquisition wanted) =>
        FindAt(wanted, wanted.Claims) is { } failure ? failure.Again()
        : wanted.Claims is not null && FindAt(wanted, null) is Throttled throttled ? throttled.Again()
        : null;

    /// <summary>Remembers the failure if asking again would only repeat it.</summary>
    public void Note(TokenAcquisition wanted, Exception failure)
    {
        switch (failure)
        {
            case UserActionRequiredException action:
                Set(wanted.Claims, new Refused(action.Again, clock.Now + userAction, wanted.Begun));
                break;
            case OboException { Failure: OboFailure.AssertionRefused } refused:
                Set(wanted.Claims, new Refused(refused.Again, clock.Now + userAction, wanted.Begun));
                break;
            case OboException { AskedToWait: { } wait }:
                Set(null, new Throttled(clock, clock.Now + wait, wanted.Begun));
                break;
        }

        void Set(string? claims, Remembered remembered) => _failures.Set((wanted.Key, claims), remembered);
    }

    /// <summary>There is a token: what was refused without claims is no longer so.</summary>
    public void Forget(TokenKey key) => _failures.Remove((key, null));

    private Remembered? FindAt(TokenAcquisition wanted, string? claims)
    {
        if (!_failures.TryGet((wanted.Key, claims), out var remembered)) return null;
        if (clock.Now < remembered.Until && marks.Admit(remembered.Begun, wanted.Owner, wanted.Key.Target.Name)) return remembered;

        _failures.Remove((wanted.Key, claims), remembered);
        return null;
    }

    private abstract record Remembered(TimeSpan Until, long Begun)
    {
        /// <summary>The failure once more: an exception that was thrown belongs to the request that it ended.</summary>
        public abstract Exception Again();
    }

    private sealed record Refused(Func<Exception> Failure, TimeSpan Until, long Begun) : Remembered(Until, Begun)
    {
        public override Exception Again() => Failure();
    }

    private sealed record Throttled(MonotonicClock Clock, TimeSpan Until, long Begun) : Remembered(Until, Begun)
    {
        public override Exception Again() => new OboException(OboFailure.Unavailable, Until - Clock.Now);
    }
}
