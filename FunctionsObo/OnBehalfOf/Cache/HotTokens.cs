namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>
/// The tokens of the users who are calling right now, as strings, so that their requests do not make the string again. A fixed
/// number of places; a user gets one by coming twice in a row, so that a crowd, each of whom comes once in a while, makes strings
/// that are gone at once instead of ones that live until the next of the crowd comes by.
/// </summary>
internal sealed class HotTokens
{
    private const int Places = 1024; // about 3 MiB with tokens of 1.5 KB

    private readonly Slot?[] _slots = new Slot?[Places];
    private readonly CachedToken?[] _lastMissed = new CachedToken?[Places];

    public DownstreamToken Get(in TokenKey key, CachedToken cached)
    {
        var place = (uint)key.GetHashCode() % Places;
        if (_slots[place] is { } hot && ReferenceEquals(hot.Cached, cached)) return hot.Token;

        var token = cached.ToToken();
        if (ReferenceEquals(_lastMissed[place], cached)) _slots[place] = new Slot(cached, token);
        else _lastMissed[place] = cached;
        return token;
    }

    /// <summary>Lets go of all strings.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        Array.Clear(_lastMissed);
    }

    private sealed record Slot(CachedToken Cached, DownstreamToken Token);
}
