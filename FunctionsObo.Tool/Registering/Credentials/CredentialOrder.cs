namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>How the app is to prove who it is, as somebody ordered it.</summary>
internal sealed record CredentialOrder
{
    public required CredentialKind Kind { get; init; }

    /// <summary>Whether what is there is to be replaced.</summary>
    public bool Rotate { get; init; }

    /// <summary>How many days a new secret or certificate lasts.</summary>
    public required int Days { get; init; }

    /// <summary>Where certificate and private key are, or will be: a whole path that ends in .pem or .pfx.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>Whose tokens stand for the app.</summary>
    public FederatedTrust? Trust { get; init; }

    /// <summary>The file with such a token that the app reads; null for the one of AZURE_FEDERATED_TOKEN_FILE.</summary>
    public string? AssertionFile { get; init; }

    /// <summary>The folder or file of the project whose user secrets keep a new secret; null for the settings file.</summary>
    public string? UserSecretsProject { get; init; }

    /// <summary>The secret that the app has now, from the settings or the user secrets. Never printed.</summary>
    public string? KnownSecret { get; init; }

    /// <summary>What names the place where the credential is kept: one place has one credential.</summary>
    public required string Name { get; init; }

    /// <summary>The entry of AzureAd:ClientCredentials that is written.</summary>
    public required int Index { get; init; }

    /// <summary>A configuration key of that entry.</summary>
    public string Key(string name) => $"AzureAd:ClientCredentials:{Index}:{name}";
}

/// <summary>Kinds of credential.</summary>
internal enum CredentialKind
{
    /// <summary>A token of somebody else whom the directory trusts for the app: nothing to keep secret, nothing that expires.</summary>
    Federated,
    Certificate,
    Secret,

    /// <summary>Somebody else sees to it.</summary>
    None,
}

/// <summary>Whose tokens are taken for the app's own: https://learn.microsoft.com/graph/api/resources/federatedidentitycredential.</summary>
/// <param name="Issuer">The <c>iss</c>, letter by letter.</param>
/// <param name="Subject">The <c>sub</c>, letter by letter; of a managed identity its principal id.</param>
/// <param name="Audience">The <c>aud</c>.</param>
/// <param name="IsManagedIdentity">Whether it is one of Azure's.</param>
internal sealed record FederatedTrust(string Issuer, string Subject, string Audience, bool IsManagedIdentity);
