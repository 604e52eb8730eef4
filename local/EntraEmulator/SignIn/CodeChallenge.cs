using System.Security.Cryptography;
using System.Text;
using EntraEmulator.Errors;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.SignIn;

/// <summary>Proof key for code exchange (RFC 7636): who redeems a code is who asked for it.</summary>
internal sealed record CodeChallenge(string Value, bool IsHashed)
{
    /// <exception cref="EntraErrorException">It is malformed, or a page asks without one.</exception>
    public static CodeChallenge? Read(AuthorizeParameters parameters, ClientPlatform platform)
    {
        var challenge = parameters.Optional("code_challenge");
        if (challenge is null)
        {
            return platform != ClientPlatform.Spa ? null : throw Refuse.With(
                "invalid_request", 9002325, "Proof Key for Code Exchange is required for cross-origin authorization code redemption.");
        }

        if (!IsWellFormed(challenge)) throw Refuse.With("invalid_request", 501491, "Invalid size of Code_Challenge parameter.");
        return parameters.Optional("code_challenge_method") switch
        {
            "S256" => new(challenge, IsHashed: true),
            null or "plain" when platform != ClientPlatform.Spa => new(challenge, IsHashed: false),
            var method => throw Refuse.With("invalid_request", 501491, $"The code_challenge_method '{method}' is not supported."),
        };
    }

    /// <exception cref="EntraErrorException">The verifier is missing or is another one.</exception>
    public void Check(string? verifier)
    {
        if (verifier is null) throw Refuse.Grant(50148, "The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.");
        var expected = IsHashed ? Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) : verifier;
        if (!IsWellFormed(verifier) || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(Value)))
            throw Refuse.Grant(501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
    }

    private static bool IsWellFormed(string text) => text.Length is >= 43 and <= 128 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~');
}
