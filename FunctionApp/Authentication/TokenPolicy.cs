using FunctionApp.Authentication.Metadata;
using Microsoft.Extensions.Options;

namespace FunctionApp.Authentication;

/// <summary>
/// What this API demands of a token's claims (https://learn.microsoft.com/entra/identity-platform/claims-validation):
/// lifetime, audience, issuer, tenant, client and kind.
/// </summary>
internal sealed class TokenPolicy
{
    /// <summary>The tenant that all personal Microsoft accounts are in; <c>organizations</c> does not admit it.</summary>
    private const string ConsumersTenant = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private readonly HashSet<string> _audiences;
    private readonly HashSet<string> _tenants;
    private readonly HashSet<string> _clients;
    private readonly bool _refusesConsumers;
    private readonly TimeSpan _skew;

    public TokenPolicy(IOptions<AzureAdOptions> options)
    {
        var registration = options.Value;
        _audiences = new(registration.EffectiveAudiences, StringComparer.Ordinal);
        _tenants = new(registration.AllowedTenants, StringComparer.OrdinalIgnoreCase);
        _clients = new(registration.AllowedClientApplications, StringComparer.OrdinalIgnoreCase);
        _refusesConsumers = registration.TenantId == "organizations";
        _skew = registration.ClockSkew;
    }

    /// <summary>Checks everything but the signature.</summary>
    /// <returns>What the token says, or the first reason to refuse it.</returns>
    public (ValidatedToken? Token, TokenRefusal Refusal) Check(TokenClaims claims, ProviderMetadata metadata, DateTimeOffset now)
    {
        if (claims.ExpiresAt + _skew <= now) return (null, TokenRefusal.Expired);
        if (claims.NotBefore > now + _skew || claims.IssuedAt > now + _skew) return (null, TokenRefusal.NotYetValid);
        if (claims.Audience is null || !_audiences.Contains(claims.Audience)) return (null, TokenRefusal.WrongAudience);
        if (CheckOrigin(claims, metadata) is var wrong and not TokenRefusal.None) return (null, wrong);
        if (TokenClassifier.Classify(claims) is not { } kind) return (null, TokenRefusal.NotAnAccessToken);
        if (claims.ObjectId is not { Length: > 0 }) return (null, TokenRefusal.InvalidClaims);
        if (_clients.Count > 0 && !_clients.Contains(claims.ClientId!)) return (null, TokenRefusal.WrongClient);

        return (new ValidatedToken
        {
            Kind = kind,
            TenantId = claims.TenantId!,
            ObjectId = claims.ObjectId,
            ClientId = claims.ClientId!,
            Scopes = claims.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
            Roles = claims.Roles,
            ExpiresAt = claims.ExpiresAt,
            Name = claims.Name,
            AcceptsClaimsChallenges = claims.ClientCapabilities.Contains("cp1", StringComparer.OrdinalIgnoreCase),
        }, TokenRefusal.None);
    }

    private TokenRefusal CheckOrigin(TokenClaims claims, ProviderMetadata metadata)
    {
        if (claims.Issuer is not { } issuer) return TokenRefusal.WrongIssuer;
        if (claims.TenantId is not { } tenant || !Guid.TryParseExact(tenant, "D", out _)) return TokenRefusal.WrongIssuer;
        if (IssuerTemplate.TenantOf(issuer) != tenant) return TokenRefusal.WrongIssuer;
        if (!metadata.Issuers.Any(accepted => IssuerTemplate.Matches(accepted, issuer, tenant))) return TokenRefusal.WrongIssuer;
        if (_refusesConsumers && tenant.Equals(ConsumersTenant, StringComparison.OrdinalIgnoreCase)) return TokenRefusal.WrongTenant;
        return _tenants.Count > 0 && !_tenants.Contains(tenant) ? TokenRefusal.WrongTenant : TokenRefusal.None;
    }
}
