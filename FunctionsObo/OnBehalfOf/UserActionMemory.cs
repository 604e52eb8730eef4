using FunctionsObo.Caching;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// Remembers for a short time that only the user can help, so that a client that calls in a loop does not make the identity platform
/// say it again each time (Entra answers such loops with AADSTS50196). Kept by the assertion: a new token starts fresh.
/// </summary>
internal sealed class UserActionMemory(TimeSpan memory, TimeProvider time)
{
    private const int MostRemembered = 10_000;

    private readonly BoundedCache<TokenKey, Remembered> _failures = new(MostRemembered);

    /// <summary>The failure, if it happened lately and only the user can fix it: to be thrown.</summary>
    public Exception? Find(in TokenKey key)
    {
        if (!_failures.TryGet(key, out var remembered)) return null;
        if (time.GetUtcNow() < remembered.Until) return remembered.Again();

        _failures.Remove(key, remembered);
        return null;
    }

    /// <summary>Remembers the failure if only the user can fix it.</summary>
    public void Note(TokenKey key, Exception failure)
    {
        Func<Exception>? again = failure switch
        {
            UserActionRequiredException action => action.Again,
            OboException { Failure: OboFailure.AssertionRefused } refused => refused.Again,
            _ => null,
        };
        if (again is not null) _failures.Set(key, new Remembered(again, time.GetUtcNow() + memory));
    }

    public void Forget(TokenKey key) => _failures.Remove(key);

    private sealed record Remembered(Func<Exception> Again, DateTimeOffset Until);
}
