using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Logging;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Authentication;

/// <summary>Says for a log why a token was refused: the claim, what it says in the caller's words, and what was expected.</summary>
internal sealed class RefusalCause(IOptions<AzureAdOptions> options, MetadataStore metadata, TimeProvider time)
{
    private readonly AzureAdOptions _expected = options.Value;

    /// <param name="verdict">A refusal.</param>
    public OurText Of(TokenVerdict verdict) => verdict.Refused is { } token ? Of(verdict.Details, token.Header, token.Claims) : Of(verdict.Details);

    /// <summary>Of credentials that could not be read as a token.</summary>
    private OurText Of(Refusal refusal) => (refusal.Reason, refusal.Part) switch
    {
        (TokenRefusal.SeveralCredentials, _) => OurText.Of($"expected one Authorization header with one credential, and no token in the query"),
        (TokenRefusal.MalformedCredentials, _) => OurText.Of($"expected the word Bearer, a space, and a token of RFC 6750's characters"),
        (TokenRefusal.OversizedToken, _) => OurText.Of($"expected at most {BearerTokenReader.MaximumLength} characters"),
        (TokenRefusal.EncryptedToken, _) => OurText.Of($"it is a JWE, of five parts; expected a signed token"),
        (TokenRefusal.UnsupportedToken, "alg") => OurText.Of($"alg {TheirText.Of(refusal.Theirs)}, expected {OwnName.Of(_expected.EffectiveAlgorithms)}"),
        (TokenRefusal.UnsupportedToken, "typ") => OurText.Of($"typ {TheirText.Of(refusal.Theirs)}, expected JWT or at+jwt"),
        (TokenRefusal.UnsupportedToken, _) => OurText.Of($"its header has {OwnName.Of(refusal.Part)}, which is not supported"),
        (TokenRefusal.InvalidClaims, _) when refusal.Theirs is { } name => OurText.Of($"claim {OwnName.Of(refusal.Part)} is written {TheirText.Of(name)}"),
        (TokenRefusal.InvalidClaims, _) => OurText.Of($"claim {OwnName.Of(refusal.Part)} is missing, of the wrong type, out of range or contradicted"),
        (TokenRefusal.WrongSignature, _) => OurText.Of($"kid {TheirText.Of(refusal.Theirs)}, expected the id of a key"),
        _ => OurText.Of($"expected three parts in base64url, the first two strict JSON objects"),
    };

    /// <summary>Of a token that could be read.</summary>
    private OurText Of(Refusal refusal, JoseHeader header, TokenClaims claims) => refusal.Reason switch
    {
        TokenRefusal.Expired => OurText.Of($"exp {claims.ExpiresAt:u}, now {time.GetUtcNow():u}, clock skew {_expected.ClockSkew.TotalSeconds} s"),
        TokenRefusal.NotYetValid => OurText.Of($"{Begin(claims)}, now {time.GetUtcNow():u}, clock skew {_expected.ClockSkew.TotalSeconds} s"),
        TokenRefusal.WrongAudience => OurText.Of($"aud {TheirText.Of(claims.Audience)}, expected {OwnName.Of(_expected.EffectiveAudiences)}"),
        TokenRefusal.WrongVersion => OurText.Of($"ver {TheirText.Of(claims.Version)}, expected {OwnName.Of(_expected.EffectiveTokenVersions)}"),
        TokenRefusal.WrongIssuer => OurText.Of(
            $"iss {TheirText.Of(claims.Issuer)} with tid {TheirText.Of(claims.TenantId)}, expected {OwnName.Of(metadata.Current?.Issuers ?? [])} and the tenant in it"),
        TokenRefusal.WrongTenant => OurText.Of($"tid {TheirText.Of(claims.TenantId)}, expected {Tenants}"),
        TokenRefusal.WrongClient => OurText.Of($"azp {TheirText.Of(claims.ClientId)}, expected {OwnName.Of(_expected.AllowedClientApplications)} (AzureAd:AllowedClientApplications)"),
        TokenRefusal.NotAnAccessToken => Kind(claims),
        TokenRefusal.InvalidClaims => OurText.Of($"claim oid is missing"),
        _ => Key(refusal.Key, header, claims),
    };

    private OurText Tenants => _expected.AllowedTenants.Count > 0
        ? OurText.Of($"{OwnName.Of(_expected.AllowedTenants)} (AzureAd:AllowedTenants)")
        : OurText.Of($"a tenant of an organization, not that of personal accounts");

    private static OurText Begin(TokenClaims claims) => (claims.NotBefore, claims.IssuedAt) switch
    {
        ({ } notBefore, { } issued) => OurText.Of($"nbf {notBefore:u}, iat {issued:u}"),
        ({ } notBefore, null) => OurText.Of($"nbf {notBefore:u}"),
        var (_, issued) => OurText.Of($"iat {issued.GetValueOrDefault():u}"),
    };

    private static OurText Kind(TokenClaims claims) => claims switch
    {
        { ClientId: null } => OurText.Of($"it has neither azp nor appid, as an ID token; expected an access token"),
        { HasIdTokenMarks: true } => OurText.Of($"it has nonce, at_hash or c_hash, as an ID token; expected an access token"),
        { Scope: null, Roles.Count: 0 } => OurText.Of($"it has neither scp nor roles; expected scopes of a user, or app roles of an app"),
        { IdentityType: { } type } => OurText.Of($"idtyp {TheirText.Of(type)} with scp {TheirText.Of(claims.Scope)} and {claims.Roles.Count} roles, expected user with scp, or app with roles"),
        { Scope: { } scope } when string.IsNullOrWhiteSpace(scope) => OurText.Of($"scp is empty; expected scopes"),
        _ => OurText.Of($"it has roles without scp, and oid is not sub; expected an app's token, or a user's with scp"),
    };

    private static OurText Key(KeyFault fault, JoseHeader header, TokenClaims claims) => fault switch
    {
        KeyFault.Unknown => OurText.Of($"kid {TheirText.Of(header.KeyId)}, expected a key that the identity platform has"),
        KeyFault.OtherAlgorithm => OurText.Of($"alg {TheirText.Of(header.Algorithm)}, expected an algorithm of key {TheirText.Of(header.KeyId)}"),
        KeyFault.OtherIssuer => OurText.Of($"iss {TheirText.Of(claims.Issuer)}, expected the issuer of key {TheirText.Of(header.KeyId)}"),
        _ => OurText.Of($"the signature is not that of key {TheirText.Of(header.KeyId)} over this token"),
    };
}
