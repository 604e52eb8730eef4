using Azure;
using Azure.Identity;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.Registration;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>What is wrong with a credential, and what to do, in our words.</summary>
public sealed class CredentialFaultTests
{
    private static readonly CredentialDescription InVault = new() { SourceType = CredentialSource.KeyVault, KeyVaultUrl = "https://keys.vault.azure.net/", KeyVaultCertificateName = "app" };

    public static TheoryData<Exception, string> Faults => new()
    {
        { new RequestFailedException(403, "private"), "refuses it to this app (status 403): give its identity the roles Key Vault Certificate User and Key Vault Secrets User" },
        { new RequestFailedException(404, "private"), "has no certificate app: correct KeyVaultCertificateName" },
        { new RequestFailedException(0, "private", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound)), "cannot be reached (its name is not known (DNS)): check KeyVaultUrl" },
        { new RequestFailedException(500, "private"), "answered 500" },
        { new AuthenticationFailedException("private"), "this app's identity cannot sign in to ask https://keys.vault.azure.net/: enable its managed identity" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_vault_that_does_not_give_the_certificate_is_named_with_what_to_do(Exception thrown, string words)
    {
        var line = CredentialFault.Describe(InVault, thrown).ToString();

        Assert.StartsWith("AzureAd:ClientCredentials: the KeyVault credential cannot be read: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.DoesNotContain("private", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_named_with_what_to_do()
    {
        var file = Path.GetTempFileName();
        var line = CredentialFault.Describe(new() { SourceType = CredentialSource.Path, CertificateDiskPath = file }, new UnauthorizedAccessException("private")).ToString();
        File.Delete(file);

        Assert.EndsWith($"the app may not read {file}: let the user that it runs as read the file", line, StringComparison.Ordinal);
    }
}
