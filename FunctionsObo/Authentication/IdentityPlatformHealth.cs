using FunctionsObo.Authentication.Metadata;

namespace FunctionsObo.Authentication;

/// <summary>What the health function may know of the identity platform.</summary>
public sealed class IdentityPlatformHealth
{
    private readonly MetadataStore _metadata;

    internal IdentityPlatformHealth(MetadataStore metadata) => _metadata = metadata;

    /// <summary>Whether tokens can be checked: keys were fetched at least once.</summary>
    public bool IsReady => _metadata.Current is not null;
}
