using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsObo.Authentication;

/// <summary>
/// The last word on a token: <see cref="JwtSecurityTokenHandler"/> verifies the signature with the one key that the token
/// names, and issuer and audience once more.
/// </summary>
internal sealed class SignatureVerifier(IOptions<AzureAdOptions> options)
{
    private readonly IReadOnlyCollection<string> _audiences = options.Value.EffectiveAudiences;

    private readonly VerifyingHandler _handler = new()
    {
        MapInboundClaims = false,
        MaximumTokenSizeInBytes = BearerTokenReader.MaximumLength,
    };

    /// <summary>Verifies the token.</summary>
    /// <param name="token">The token in compact form.</param>
    /// <param name="key">The key that its header names.</param>
    /// <param name="issuer">The issuer that its claims were checked for.</param>
    /// <returns>False when anything does not hold. The handler's exception says more than anybody outside may learn, so it ends here.</returns>
    public bool Verify(string token, SigningKey key, string issuer)
    {
        var parameters = Parameters(key);
        (parameters.ValidIssuer, parameters.ValidAudiences) = (issuer, _audiences);
        return Holds(token, parameters);
    }

    /// <summary>Whether the key made the signature; whose token it is and whom it is for is not asked.</summary>
    /// <param name="token">The token in compact form.</param>
    /// <param name="key">The key that its header names.</param>
    public bool IsSignedWith(string token, SigningKey key)
    {
        var parameters = Parameters(key);
        (parameters.ValidateIssuer, parameters.ValidateAudience) = (false, false);
        return Holds(token, parameters);
    }

    private static TokenValidationParameters Parameters(SigningKey key) => new()
    {
        IgnoreTrailingSlashWhenValidatingAudience = false, // another string is another audience
        IssuerSigningKey = key.Key,
        ValidAlgorithms = key.Algorithms,
        RequireSignedTokens = true,
        ValidateLifetime = false, // TokenPolicy did, by this app's clock; the handler knows only the system's
    };

    private bool Holds(string token, TokenValidationParameters parameters)
    {
        try
        {
            _handler.ValidateToken(token, parameters, out _);
            return true;
        }
        catch (Exception) // of whatever type: what does not verify is refused
        {
            return false;
        }
    }

    /// <summary>The claims were read already, strictly; the handler's own list of them would be made to be thrown away.</summary>
    private sealed class VerifyingHandler : JwtSecurityTokenHandler
    {
        private static readonly ClaimsIdentity Nobody = new();

        protected override ClaimsIdentity CreateClaimsIdentity(JwtSecurityToken jwtToken, string issuer, TokenValidationParameters validationParameters) => Nobody;
    }
}
