namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>How downstream tokens are kept: section <c>TokenCache</c>.</summary>
public sealed class TokenCacheOptions
{
    internal const string Section = "TokenCache";

    /// <summary>The most memory that cached tokens may take, in MiB. 1 to 65,536, default 100.</summary>
    public int SizeLimitMegabytes { get; set; } = 100;

    /// <summary>Whether a cached token may serve after the caller's own token has expired. Default false.</summary>
    public bool OutliveAssertion { get; set; }
}

/// <summary>The rules for section TokenCache.</summary>
internal static class TokenCacheRules
{
    public static IEnumerable<string> Errors(TokenCacheOptions options)
    {
        if (options.SizeLimitMegabytes is < 1 or > 65_536) yield return "TokenCache:SizeLimitMegabytes must be from 1 to 65536.";
    }
}
