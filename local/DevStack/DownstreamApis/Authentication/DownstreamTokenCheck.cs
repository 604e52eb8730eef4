using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace DevStack.DownstreamApis.Authentication;

/// <summary>
/// Decides whether a token was issued to FunctionApp for this API. Microsoft's list of what an API must check:
/// https://learn.microsoft.com/entra/identity-platform/claims-validation. It shares no code with FunctionApp's own check: what went wrong
/// there must not go unnoticed here.
/// </summary>
internal sealed class DownstreamTokenCheck(IApi api, DownstreamApiOptions options, TrustedIssuers issuers)
{
    private readonly JwtSecurityTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>The claims of a token that is good.</summary>
    /// <exception cref="TokenRefusedException">It is not; the message says why.</exception>
    public async Task<ClaimsPrincipal> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var tenant = TenantOf(token);
        try
        {
            return await CheckAsync(token, tenant, cancellationToken);
        }
        catch (SecurityTokenSignatureKeyNotFoundException)
        {
            issuers.Forget(tenant);
        }

        try
        {
            return await CheckAsync(token, tenant, cancellationToken);
        }
        catch (SecurityTokenSignatureKeyNotFoundException)
        {
            throw new TokenRefusedException("The token is signed with a key that its issuer does not publish.");
        }
    }

    private async Task<ClaimsPrincipal> CheckAsync(string token, Guid tenant, CancellationToken cancellationToken)
    {
        var metadata = await issuers.FindAsync(tenant, cancellationToken) ?? throw new TokenRefusedException("The token's tenant is not known here.");
        var user = Check(token, metadata);
        var caller = options.IdentityProvider.Directory.FindApplication(options.CallingApplication)?.ClientId ?? options.CallingApplication;
        return caller.Equals(user.FindFirstValue("azp"), StringComparison.OrdinalIgnoreCase) ? user
            : throw new TokenRefusedException("The token was issued to another application (azp).");
    }

    private ClaimsPrincipal Check(string token, OpenIdConnectConfiguration metadata)
    {
        try
        {
            return _handler.ValidateToken(token, RulesFor(metadata), out _);
        }
        catch (SecurityTokenException failure) when (failure is not SecurityTokenSignatureKeyNotFoundException)
        {
            throw new TokenRefusedException(ReasonFor(failure));
        }
    }

    private TokenValidationParameters RulesFor(OpenIdConnectConfiguration metadata) => new()
    {
        ValidIssuer = metadata.Issuer,
        IssuerSigningKeys = metadata.SigningKeys,
        ValidAudience = api.Audience,
        IgnoreTrailingSlashWhenValidatingAudience = false,
        LifetimeValidator = IsNow,
    };

    private bool IsNow(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters rules)
    {
        var now = options.TimeProvider.GetUtcNow().UtcDateTime;
        return notBefore <= now && now < expires;
    }

    private Guid TenantOf(string token)
    {
        if (!_handler.CanReadToken(token))
            throw new TokenRefusedException("The token is not a JWT.");
        var unverified = ReadUnverified(token);
        if (!string.Equals(unverified.Header.Alg, SecurityAlgorithms.RsaSha256, StringComparison.Ordinal))
            throw new TokenRefusedException("The token is not signed with RS256.");
        return Guid.TryParse(unverified.Payload.TryGetValue("tid", out var tid) ? tid as string : null, out var tenant) ? tenant
            : throw new TokenRefusedException("The token names no tenant (tid).");
    }

    private JwtSecurityToken ReadUnverified(string token)
    {
        try
        {
            return _handler.ReadJwtToken(token);
        }
        catch (ArgumentException)
        {
            throw new TokenRefusedException("The token is not a JWT.");
        }
    }

    private static string ReasonFor(SecurityTokenException failure) => failure switch
    {
        SecurityTokenInvalidAudienceException => "The token is for another API (aud).",
        SecurityTokenInvalidIssuerException => "The token is from another issuer (iss).",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException => "The token is expired or not valid yet.",
        SecurityTokenInvalidSignatureException => "The token's signature is wrong.",
        _ => "The token is not valid.",
    };
}

/// <summary>A token was not good enough. The message is a fixed sentence: nothing of the token is in it.</summary>
internal sealed class TokenRefusedException(string reason) : Exception(reason);
