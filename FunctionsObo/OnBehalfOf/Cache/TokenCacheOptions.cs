namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>How downstream tokens are kept: section <c>TokenCache</c>.</summary>
public sealed class TokenCacheOptions
{
    public const string Section = "TokenCache";

    /// <summary>The most memory that cached tokens may take, in MiB. 1 to 65,536, default 100.</summary>
    public int SizeLimitMegabytes { get; set; } = 100;

    /// <summary>Whether a cached token may serve after the caller's own token has expired. Default false.</summary>
    public bool OutliveAssertion { get; set; }
}
