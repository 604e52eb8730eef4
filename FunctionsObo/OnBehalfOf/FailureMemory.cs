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
        : wanted.Claims is not null && FindAt(wanted, null) is { WhateverTheClaims: true } wait ? wait.Again()
        : null;

    /// <summary>Remembers the failure if asking again would only repeat it.</summary>
    public void Note(TokenAcquisition wanted, Exception failure)
    {
        var remembered = failure switch
        {
            UserActionRequiredException action => new Remembered(action.Again, clock.Now + userAction, wanted.Begun),
            OboException { Failure: OboFailure.AssertionRefused } refused => new Remembered(refused.Again, clock.Now + userAction, wanted.Begun),
            OboException { AskedToWait: { } wait } => Wait(clock.Now + wait, wanted.Begun),
            _ => null,
        };
        if (remembered is not null) _failures.Set((wanted.Key, remembered.WhateverTheClaims ? null : wanted.Claims), remembered);
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

    private Remembered Wait(TimeSpan until, long begun) =>
        new(() => new OboException(OboFailure.Unavailable, until - clock.Now), until, begun) { WhateverTheClaims = true };

    /// <param name="Again">Makes the failure once more: an exception that was thrown belongs to the request that it ended.</param>
    /// <param name="Until">How long it holds.</param>
    /// <param name="Begun">When the request that met it began, by <see cref="PurgeMarks.Now"/>.</param>
    private sealed record Remembered(Func<Exception> Again, TimeSpan Until, long Begun)
    {
        public bool WhateverTheClaims { get; init; }
    }
}
