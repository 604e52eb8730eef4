using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Local.Tests.EntraEmulator;

internal static class Signature
{
    /// <summary>Whether the RS256 signature is of that certificate's key.</summary>
    public static bool Verifies(string token, X509Certificate2 certificate)
    {
        var end = token.LastIndexOf('.');
        using var rsa = certificate.GetRSAPublicKey()!;
        return rsa.VerifyData(Encoding.ASCII.GetBytes(token[..end]), Base64UrlEncoder.DecodeBytes(token[(end + 1)..]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
