namespace FunctionsObo.Authentication.Metadata;

/// <summary>What is known of a key after looking for it.</summary>
/// <param name="IsKnown">Whether it is certain that the key exists, or that it does not.</param>
/// <param name="MayAskIn">When it is not: after which time the identity platform may be asked for it; null while the platform cannot be asked at all.</param>
internal readonly record struct KeyKnowledge(bool IsKnown, TimeSpan? MayAskIn)
{
    public static readonly KeyKnowledge Known = new(true, null);
    public static readonly KeyKnowledge PlatformUnavailable = new(false, null);

    public static KeyKnowledge NotAsked(TimeSpan mayAskIn) => new(false, mayAskIn);
}
