using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Local.Tests.EntraEmulator;

/// <summary>Keys that take long to make and may be shared by all tests.</summary>
internal static class The
{
    /// <value>A certificate, with its private key, that any client may register.</value>
    public static X509Certificate2 Certificate { get; } = Some.Certificate();

    /// <value>The key of an external issuer.</value>
    public static RSA ExternalKey { get; } = RSA.Create(2048);
}
