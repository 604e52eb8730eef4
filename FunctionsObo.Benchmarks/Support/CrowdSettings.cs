namespace FunctionsObo.Benchmarks.Support;

/// <summary>Settings under which a <see cref="Crowd"/> of a hundred thousand is known all at once.</summary>
internal static class CrowdSettings
{
    /// <summary>
    /// Room in both caches, and the algorithm that the crowd's tokens are signed with. The default limits are lower: they bound
    /// memory, and what is measured with these is what a call costs, not where the bound is.
    /// </summary>
    public static (string Key, string? Value)[] All { get; } =
    [
        ("AzureAd:AllowedAlgorithms:0", "RS256"),
        ("AzureAd:AllowedAlgorithms:1", "ES256"),
        ("AzureAd:ValidatedTokenCacheSize", "500000"),
        ("AzureAd:ValidatedTokenMaximumAge", "01:00:00"),
        ("TokenCache:SizeLimitMegabytes", "1000"),
    ];
}
