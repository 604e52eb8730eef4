using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Authentication;

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
    private readonly HashSet<string> _versions;
    private readonly bool _refusesConsumers;
    private readonly TimeSpan _skew;

    public TokenPolicy(IOptions<AzureAdOptions> options)
    {
        var registration = options.Value;
        _audiences = new(registration.EffectiveAudiences, StringComparer.Ordinal);
        _tenants = new(registration.AllowedTenants, StringComparer.OrdinalIgnoreCase);
        _clients = new(registration.AllowedClientApplications, StringComparer.OrdinalIgnoreCase);
        _versions = new(registration.EffectiveTokenVersions, StringComparer.Ordinal);
        _refusesConsumers = registration.TenantId == "organizations";
        _skew = registration.ClockSkew;
    }

    /// <summary>Checks what anybody may know that this API checks.</summary>
    /// <returns>What the token says, or the first reason to refuse it.</returns>
    public (ValidatedToken? Token, TokenRefusal Refusal) Check(TokenClaims claims, PlatformMetadata metadata, DateTimeOffset now)
    {
        if (claims.ExpiresAt + _skew <= now) return (null, TokenRefusal.Expired);
        if (claims.NotBefore > now + _skew || claims.IssuedAt > now + _skew) return (null, TokenRefusal.NotYetValid);
        if (claims.Audience is null || !_audiences.Contains(claims.Audience)) return (null, TokenRefusal.WrongAudience);
        if (claims.Version is { } version && !_versions.Contains(version)) return (null, TokenRefusal.WrongVersion);
        if (!IsOfAcceptedIssuer(claims, metadata)) return (null, TokenRefusal.WrongIssuer);
        if (TokenClassifier.Classify(claims) is not { } kind) return (null, TokenRefusal.NotAnAccessToken);
        if (claims.ObjectId is not { Length: > 0 }) return (null, TokenRefusal.InvalidClaims);

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

    /// <summary>
    /// Checks tenant and client against the lists in the configuration. Ask it only of signed tokens: a forger would learn from
    /// the answers whom the lists admit.
    /// </summary>
    public TokenRefusal CheckAdmission(ValidatedToken token)
    {
        if (_refusesConsumers && token.TenantId.Equals(ConsumersTenant, StringComparison.OrdinalIgnoreCase)) return TokenRefusal.WrongTenant;
        if (_tenants.Count > 0 && !_tenants.Contains(token.TenantId)) return TokenRefusal.WrongTenant;
        return _clients.Count > 0 && !_clients.Contains(token.ClientId) ? TokenRefusal.WrongClient : TokenRefusal.None;
    }

    private static bool IsOfAcceptedIssuer(TokenClaims claims, PlatformMetadata metadata) =>
        claims.Issuer is { } issuer
        && claims.TenantId is { } tenant
        && Guid.TryParseExact(tenant, "D", out _)
        && IssuerTemplate.TenantOf(issuer) == tenant
        && metadata.Issuers.Any(accepted => IssuerTemplate.Matches(accepted, issuer, tenant));
}

/// <summary>
/// Decides whom a token speaks for: <c>idtyp</c> where the registration asks for it, else <c>scp</c>, <c>roles</c> and
/// <c>sub</c>. An ID token is nobody's access token, also when it carries roles because client and API share one
/// registration: it has no <c>azp</c>, and its subject is not the object id.
/// </summary>
internal static class TokenClassifier
{
    /// <summary>The kind, or null for anything that is not an access token for a user or an app.</summary>
    public static CallerKind? Classify(TokenClaims claims)
    {
        if (claims.ClientId is null || claims.HasIdTokenMarks) return null;

        var isDelegated = !string.IsNullOrWhiteSpace(claims.Scope);
        var isApplication = claims.Scope is null && claims.Roles.Count > 0;
        return claims.IdentityType switch
        {
            "user" when isDelegated => CallerKind.User,
            "app" when isApplication => CallerKind.App,
            null when isDelegated => CallerKind.User,
            null when isApplication && claims.ObjectId is { } id && id == claims.Subject => CallerKind.App,
            _ => null,
        };
    }
}
