using System.Text;

namespace FunctionsObo.Errors;

/// <summary>The value of one WWW-Authenticate header, once it is known where the client can go.</summary>
internal delegate string Challenge(ChallengeAddresses addresses);

/// <summary>
/// What a challenge tells the client about this API. All of it comes from the configuration and the identity platform's metadata,
/// never from the request.
/// </summary>
/// <param name="ClientId">This API's own client id.</param>
/// <param name="AuthorizationUri">Where the client gets tokens.</param>
/// <param name="ResourceMetadata">This API's protected resource metadata (RFC 9728); null when it does not know its own address.</param>
internal sealed record ChallengeAddresses(string ClientId, Func<string> AuthorizationUri, Func<string?> ResourceMetadata);

/// <summary>The challenges of this API (RFC 6750 §3).</summary>
internal static class Challenges
{
    /// <summary>No credentials: where to get a token, and no error code (RFC 6750 §3.1).</summary>
    public static readonly Challenge NoCredentials = addresses => Start(addresses).ToString();

    /// <summary>The request is malformed (RFC 6750 §3.1).</summary>
    public static Challenge InvalidRequest(string description)
    {
        var text = new BearerChallenge().With("error", "invalid_request").With("error_description", description).ToString();
        return _ => text;
    }

    /// <summary>The token is not valid (RFC 6750 §3.1).</summary>
    public static Challenge InvalidToken(string description) => addresses =>
        WithResource(new BearerChallenge().With("error", "invalid_token").With("error_description", description), addresses).ToString();

    /// <summary>The token is valid and does not suffice; <paramref name="scopes"/> would (RFC 6750 §3.1).</summary>
    public static Challenge InsufficientScope(IReadOnlyList<string> scopes, string description)
    {
        var challenge = new BearerChallenge().With("error", "insufficient_scope");
        if (scopes.Count > 0) challenge.With("scope", string.Join(' ', scopes));
        var text = challenge.With("error_description", description).ToString();
        return _ => text;
    }

    /// <summary>
    /// The user must do something, for which the client needs a token with these claims
    /// (https://learn.microsoft.com/entra/identity-platform/claims-challenge): standard padded base64, all in one header.
    /// </summary>
    public static Challenge InsufficientClaims(string claims) => addresses => Start(addresses)
        .With("client_id", addresses.ClientId)
        .With("error", "insufficient_claims")
        .With("claims", Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)))
        .ToString();

    private static BearerChallenge Start(ChallengeAddresses addresses) => WithResource(
        new BearerChallenge().With("realm", "").With("authorization_uri", addresses.AuthorizationUri()), addresses);

    /// <summary>In every 401, RFC 9728 §5.1; in the same challenge, as MSAL reads only the first one.</summary>
    private static BearerChallenge WithResource(BearerChallenge challenge, ChallengeAddresses addresses) =>
        addresses.ResourceMetadata() is { } url ? challenge.With("resource_metadata", url) : challenge;

    /// <summary>
    /// Writes scheme Bearer. Parameters stand apart by comma and space, which MSAL's parser insists on, and each name once. Characters
    /// that a quoted string must not hold are replaced, so that no value can end the string, the parameter or the header.
    /// </summary>
    private sealed class BearerChallenge
    {
        private readonly StringBuilder _text = new("Bearer");

        public BearerChallenge With(string name, string value)
        {
            _text.Append(_text.Length == "Bearer".Length ? " " : ", ").Append(name).Append("=\"");
            foreach (var character in value) _text.Append(IsAllowed(character) ? character : '_');
            _text.Append('"');
            return this;
        }

        public override string ToString() => _text.ToString();

        /// <summary>RFC 6750 §3: %x20-21 / %x23-5B / %x5D-7E.</summary>
        private static bool IsAllowed(char character) => character is >= ' ' and <= '~' and not '"' and not '\\';
    }
}
