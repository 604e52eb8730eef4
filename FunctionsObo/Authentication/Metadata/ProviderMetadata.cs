using System.Collections.Frozen;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>What the identity platform says about itself at one moment: immutable, replaced as a whole.</summary>
/// <param name="Issuers">The issuers whose tokens are accepted; each exact, or with <c>{tenantid}</c>.</param>
/// <param name="Keys">The signing keys by key id.</param>
/// <param name="AuthorizationEndpoint">Where clients get tokens: part of every challenge.</param>
/// <param name="FetchedAt">When this was fetched.</param>
internal sealed record ProviderMetadata(
    IReadOnlyList<string> Issuers,
    FrozenDictionary<string, SigningKey> Keys,
    string AuthorizationEndpoint,
    DateTimeOffset FetchedAt);
