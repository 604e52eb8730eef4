using FunctionsObo.Caching;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// Remembers for a short time that the user must act, so that a client that calls in a loop does not make the identity platform
/// say it again each time (Entra answers such loops with AADSTS50196). Kept by the assertion: a new token starts fresh.
/// </summary>
internal sealed class UserActionMemory(TimeSpan memory, TimeProvider time)
{
    private const int MostRemembered = 10_000;

    private readonly BoundedCache<TokenKey, Remembered> _failures = new(MostRemembered);

    /// <summary>The failure, if it is one that only the user can mend and it happened lately.</summary>
    public OboFailure? Find(in TokenKey key)
    {
        if (!_failures.TryGet(key, out var remembered)) return null;
        if (time.GetUtcNow() < remembered.Until) return remembered.Failure;

        _failures.Remove(key, remembered);
        return null;
    }

    /// <summary>Remembers the failure if only the user can mend it.</summary>
    public void Note(TokenKey key, OboFailure failure)
    {
        if (failure.Kind is OboFailureKind.UserActionRequired or OboFailureKind.ConsentRequired or OboFailureKind.AssertionRefused)
            _failures.Set(key, new Remembered(failure, time.GetUtcNow() + memory));
    }

    public void Forget(TokenKey key) => _failures.Remove(key);

    private sealed record Remembered(OboFailure Failure, DateTimeOffset Until);
}
