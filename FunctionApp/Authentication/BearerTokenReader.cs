using System.Buffers;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Authentication;

/// <summary>
/// Takes the bearer token out of a request: from the Authorization header alone (RFC 6750 §2.1; form and query tokens,
/// §2.2 and §2.3, are not looked at), which must stand there once and hold one credential.
/// </summary>
internal static class BearerTokenReader
{
    /// <summary>Tokens above this many characters are refused before any work. Entra keeps access tokens well below it.</summary>
    public const int MaximumLength = 16 * 1024;

    private const string Scheme = "Bearer";

    /// <summary>The characters of b64token, RFC 6750 §2.1.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>Reads the token of the request.</summary>
    /// <returns>The token and no refusal, or no token and the reason.</returns>
    public static (BearerToken? Token, TokenRefusal Refusal) Read(HttpHeadersCollection headers)
    {
        // Not validated: the validating reader would parse the value and then write it anew, a copy of the token each time.
        if (!headers.NonValidated.TryGetValues("Authorization", out var values)) return (null, TokenRefusal.NoCredentials);

        return values.Count == 1 ? Read(values.ToString()) : (null, TokenRefusal.SeveralCredentials);
    }

    private static (BearerToken? Token, TokenRefusal Refusal) Read(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return (null, TokenRefusal.NoCredentials);

        var rest = header.AsSpan(Scheme.Length);
        if (rest.IsEmpty) return (null, TokenRefusal.MalformedCredentials);
        if (TokenCharacters.Contains(rest[0])) return (null, TokenRefusal.NoCredentials); // another scheme: "BearerX …"
        if (rest[0] == ',') return (null, TokenRefusal.SeveralCredentials);
        if (rest[0] != ' ') return (null, TokenRefusal.MalformedCredentials);

        var token = rest.TrimStart(' ');
        if (token.Length > MaximumLength) return (null, TokenRefusal.OversizedToken);
        if (token.Contains(',')) return (null, TokenRefusal.SeveralCredentials);
        if (token.IsEmpty || token.ContainsAnyExcept(TokenCharacters)) return (null, TokenRefusal.MalformedCredentials);

        return (new BearerToken(header, header.Length - token.Length), TokenRefusal.None);
    }
}
