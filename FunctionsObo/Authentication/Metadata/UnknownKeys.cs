namespace FunctionsObo.Authentication.Metadata;

/// <summary>
/// Bounds what tokens with made-up key ids can cost: one fetch per cooldown for all of them together. Within the cooldown only the ids
/// that were asked for are known not to exist; of any other nobody knows. Not thread-safe: use it under one lock.
/// </summary>
internal sealed class UnknownKeys(TimeSpan cooldown, TimeProvider time)
{
    /// <summary>A flood of random ids fills this and no more; the rest are told to come again.</summary>
    private const int MostRemembered = 1000;

    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private long? _askedAt;

    /// <summary>How many ids are remembered.</summary>
    public int Count => _missing.Count;

    /// <summary>How long it is until the identity platform may be asked again; nothing when it may be now.</summary>
    public TimeSpan MayAskIn => _askedAt is { } asked && cooldown - time.GetElapsedTime(asked) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    /// <summary>Whether the identity platform may be asked now, for whichever key: it answers with all of them. A yes starts the cooldown.</summary>
    public bool MayAsk()
    {
        if (MayAskIn > TimeSpan.Zero) return false;

        _missing.Clear();
        _askedAt = time.GetTimestamp();
        return true;
    }

    /// <summary>Whether the identity platform was asked for this key in this cooldown, and does not have it.</summary>
    public bool IsMissing(string keyId) => _missing.Contains(keyId);

    /// <summary>The identity platform answered, and does not have it.</summary>
    public void Remember(string keyId)
    {
        if (_missing.Count < MostRemembered) _missing.Add(keyId);
    }
}
