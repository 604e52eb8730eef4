namespace FunctionsObo.Registration;

/// <summary>How the identity platform is reached.</summary>
public static class IdentityPlatform
{
    /// <summary>
    /// The named HTTP client for metadata, keys and tokens. Configure its primary handler to go through a proxy or to trust a
    /// private certificate authority.
    /// </summary>
    public const string HttpClientName = "IdentityPlatform";

    /// <summary>How long fetching metadata and keys may take together.</summary>
    internal static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(5);
}
