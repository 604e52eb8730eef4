using System.Text.Json;

namespace FunctionsObo.Authentication;

/// <summary>
/// The rules for a token's JOSE header (RFC 8725 §3.1, §3.2, §3.6, §3.10, §3.11). <c>jwk</c>, <c>jku</c>, <c>x5u</c> and
/// <c>x5c</c> are never read: keys come only from the identity platform's metadata.
/// </summary>
internal sealed record JoseHeader(string KeyId, string Algorithm)
{
    /// <summary>Longest key id that is looked up. Entra's have 27 characters.</summary>
    private const int MaximumKeyIdLength = 256;

    /// <summary>Parameters that change how the token would have to be read.</summary>
    private static readonly string[] Unsupported = ["crit", "zip", "cty", "enc", "b64"];

    /// <summary>Checks the header.</summary>
    /// <param name="header">The header's JSON object.</param>
    /// <param name="algorithms">The signature algorithms that are accepted.</param>
    /// <returns>The key and the algorithm to verify with and no refusal, or the reason.</returns>
    public static (JoseHeader? Header, Refusal Refusal) Read(JsonElement header, IReadOnlyCollection<string> algorithms)
    {
        foreach (var name in Unsupported)
        {
            if (header.TryGetProperty(name, out _)) return (null, new Refusal(TokenRefusal.UnsupportedToken, name));
        }

        if (header.Text("alg") is not { } algorithm || !algorithms.Contains(algorithm, StringComparer.Ordinal))
            return (null, new Refusal(TokenRefusal.UnsupportedToken, "alg", header.Text("alg")));

        // Entra says JWT, RFC 9068 §2.1 at+jwt; RFC 7515 §4.1.9 lets "application/" be left out and ignores case.
        if (header.Text("typ") is not { } type
            || !(type.Equals("JWT", StringComparison.OrdinalIgnoreCase)
                || type.Equals("at+jwt", StringComparison.OrdinalIgnoreCase)
                || type.Equals("application/at+jwt", StringComparison.OrdinalIgnoreCase)))
        {
            return (null, new Refusal(TokenRefusal.UnsupportedToken, "typ", header.Text("typ")));
        }

        return header.Text("kid") is { Length: > 0 and <= MaximumKeyIdLength } keyId
            ? (new JoseHeader(keyId, algorithm), default)
            : (null, new Refusal(TokenRefusal.WrongSignature, "kid", header.Text("kid")));
    }
}
