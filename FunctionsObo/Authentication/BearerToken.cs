using System.Buffers;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsObo.Authentication;

/// <summary>
/// A bearer token as it stands in the request's Authorization header. The characters are not copied: the token is a view
/// of the header's value until <see cref="Reveal"/> is called. <see cref="ToString"/> never shows them.
/// </summary>
internal sealed class BearerToken
{
    private readonly string _header;
    private readonly int _start;
    private string? _text;

    internal BearerToken(string header, int start)
    {
        _header = header;
        _start = start;
        Hash = TokenHash.Compute(Characters);
    }

    internal TokenHash Hash { get; }

    internal ReadOnlySpan<char> Characters => _header.AsSpan(_start);

    /// <summary>The token itself, only for the identity platform. Never log, store or send it elsewhere.</summary>
    internal string Reveal() => _text ??= _header[_start..];

    /// <summary>A fixed text: a token in a log is a credential in a log.</summary>
    public override string ToString() => "Bearer ***";
}

/// <summary>
/// Takes the bearer token out of a request: only from the Authorization header, which must stand there once and hold one
/// credential. A token in the query (RFC 6750 §2.3) is never one: by itself it counts for nothing, beside a header it makes two
/// (§2). The body of a stranger is not read, so a form's token (§2.2) counts for nothing either.
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
    public static (BearerToken? Token, TokenRefusal Refusal) Read(HttpRequestData request)
    {
        // As it was sent: the validated view would repair what is to be refused (a tab between scheme and token, for one), and would
        // write the value anew, a copy of the token each time.
        if (!request.Headers.NonValidated.TryGetValues("Authorization", out var values)) return (null, TokenRefusal.NoCredentials);
        if (values.Count > 1) return (null, TokenRefusal.SeveralCredentials);

        var only = values.ToString();
        if (only.Length == 0) return (null, TokenRefusal.MalformedCredentials);
        var read = Read(only);
        return read.Token is not null && HasQueryToken(request.Url.OriginalString) ? (null, TokenRefusal.SeveralCredentials) : read;
    }

    private static (BearerToken? Token, TokenRefusal Refusal) Read(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return (null, OtherScheme(header));

        var rest = header.AsSpan(Scheme.Length);
        if (rest.IsEmpty) return (null, TokenRefusal.MalformedCredentials);
        if (TokenCharacters.Contains(rest[0])) return (null, OtherScheme(header)); // "BearerX …"
        if (rest[0] == ',') return (null, TokenRefusal.SeveralCredentials);
        if (rest[0] != ' ') return (null, TokenRefusal.MalformedCredentials);

        var token = rest.TrimStart(' ');
        if (token.Length > MaximumLength) return (null, TokenRefusal.OversizedToken);
        if (token.Contains(',')) return (null, TokenRefusal.SeveralCredentials);
        if (token.IsEmpty || token.ContainsAnyExcept(TokenCharacters)) return (null, TokenRefusal.MalformedCredentials);

        return (new BearerToken(header, header.Length - token.Length), TokenRefusal.None);
    }

    /// <summary>The host joins repeated headers with a comma: another scheme first does not hide a second credential.</summary>
    private static TokenRefusal OtherScheme(string header)
    {
        for (var rest = header.AsSpan(); rest.IndexOf(',') is var comma and >= 0;)
        {
            rest = rest[(comma + 1)..].TrimStart(' ');
            if (rest.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase)) return TokenRefusal.SeveralCredentials;
        }

        return TokenRefusal.NoCredentials;
    }

    private static bool HasQueryToken(string url) =>
        url.Contains("?access_token=", StringComparison.OrdinalIgnoreCase)
        || url.Contains("&access_token=", StringComparison.OrdinalIgnoreCase);
}
