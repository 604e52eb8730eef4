using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

internal static class TestCertificates
{
    /// <summary>A certificate with its private key, valid since 30 days ago.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="lifetime">For how long from now, 30 days unless given; below zero for one that has expired.</param>
    /// <param name="keySize">Of its RSA key, in bits.</param>
    public static X509Certificate2 Create(string name, TimeSpan? lifetime = null, int keySize = 2048)
    {
        using var rsa = RSA.Create(keySize);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-30), now + (lifetime ?? TimeSpan.FromDays(30)));
    }
}
