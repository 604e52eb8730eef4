namespace FunctionApp.OnBehalfOf.Cache;

/// <summary>
/// The tokens of the users who are calling right now, as strings, so that their requests do not make the string again. A fixed
/// number of places: a user who finds the place taken by another makes a new string, which is what it would have cost anyway.
/// </summary>
internal sealed class HotTokens
{
    private const int Places = 1024; // about 3 MiB with tokens of 1.5 KB

    private readonly Slot?[] _slots = new Slot?[Places];

    public DownstreamToken Get(in TokenKey key, CachedToken cached)
    {
        ref var slot = ref _slots[(uint)key.GetHashCode() % Places];
        if (slot is { } hot && ReferenceEquals(hot.Cached, cached)) return hot.Token;

        var token = cached.ToToken();
        slot = new Slot(cached, token);
        return token;
    }

    /// <summary>Lets go of all strings.</summary>
    public void Clear() => Array.Clear(_slots);

    private sealed record Slot(CachedToken Cached, DownstreamToken Token);
}
