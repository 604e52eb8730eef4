using FunctionsObo.Logging;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.Registration;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>
/// Assertions that a trusted party signs for us, so that there is no secret to keep
/// (https://learn.microsoft.com/entra/workload-id/workload-identity-federation).
/// </summary>
internal sealed class AssertionSources(IHttpMessageHandlerFactory handlers)
{
    /// <summary>The kind of those from a managed identity.</summary>
    public const string ManagedIdentity = "managed identity";

    private const string DefaultTokenExchangeUrl = "api://AzureADTokenExchange";

    private static readonly OurText FileFix = OurText.Of($"See that the platform writes the file, and that the app may read it");
    private static readonly OurText IdentityFix = OurText.Of($"See that the app has a managed identity, and that ManagedIdentityClientId, if it is set, is of one that is assigned to it");

    /// <summary>A file that the platform rewrites before its assertion expires; it is read for every request.</summary>
    /// <exception cref="ConfigurationException">There is no such file.</exception>
    public static ClientCredential FromFile(CredentialDescription description, Func<bool> isCurrent)
    {
        var path = description.SignedAssertionFileDiskPath ?? Environment.GetEnvironmentVariable("AZURE_FEDERATED_TOKEN_FILE");
        if (string.IsNullOrEmpty(path))
            throw new ConfigurationException(["AzureAd:ClientCredentials: SignedAssertionFilePath needs SignedAssertionFileDiskPath, or the environment variable AZURE_FEDERATED_TOKEN_FILE."]);
        if (!File.Exists(path))
            throw new ConfigurationException([$"AzureAd:ClientCredentials: there is no signed assertion file at '{path}'."]);
        return new AssertionCredential("signed assertion file", async cancel => (await File.ReadAllTextAsync(path, cancel)).Trim(), FileFix, isCurrent);
    }

    /// <summary>The managed identity's own token as assertion: MSAL keeps it until it expires.</summary>
    public ClientCredential FromManagedIdentity(CredentialDescription description, Func<bool> isCurrent)
    {
        var id = description.ManagedIdentityClientId is { Length: > 0 } clientId
            ? ManagedIdentityId.WithUserAssignedClientId(clientId)
            : ManagedIdentityId.SystemAssigned;
        var identity = ManagedIdentityApplicationBuilder.Create(id).WithHttpClientFactory(new MsalHttpClientFactory(handlers)).Build();
        var audience = description.TokenExchangeUrl ?? DefaultTokenExchangeUrl;
        return new AssertionCredential(
            ManagedIdentity, async cancel => (await identity.AcquireTokenForManagedIdentity(audience).ExecuteAsync(cancel)).AccessToken, IdentityFix, isCurrent);
    }
}
