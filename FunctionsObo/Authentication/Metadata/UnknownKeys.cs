using System.Collections.Concurrent;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>
/// Bounds what tokens with made-up key ids can cost: one fetch per cooldown for all of them together, and none for a key id
/// that the identity platform was asked for lately.
/// </summary>
internal sealed class UnknownKeys(TimeSpan cooldown, TimeProvider time)
{
    /// <summary>A flood of random ids fills this and no more; only the cooldown bounds the rest.</summary>
    private const int MostRemembered = 1000;

    /// <summary>How long an id stays known as unknown, in cooldowns. A key that is published later is found then.</summary>
    private const int RememberedFor = 10;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);
    private DateTimeOffset _notBefore;

    /// <summary>How many ids are remembered.</summary>
    public int Count => _until.Count;

    /// <summary>Whether the identity platform may be asked for this key now. Call it under the caller's lock: a yes starts the cooldown.</summary>
    public bool MayAsk(string keyId)
    {
        var now = time.GetUtcNow();
        if (now < _notBefore) return false;
        if (_until.TryGetValue(keyId, out var until) && now < until) return false;

        _notBefore = now + cooldown;
        return true;
    }

    /// <summary>The identity platform answered, and does not have it.</summary>
    public void Remember(string keyId)
    {
        if (_until.Count < MostRemembered) _until[keyId] = time.GetUtcNow() + (cooldown * RememberedFor);
    }

    /// <summary>There is a new key set: nothing is known about it.</summary>
    public void Forget() => _until.Clear();
}
