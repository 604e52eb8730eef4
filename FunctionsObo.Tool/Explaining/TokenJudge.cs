using System.Collections.Frozen;
using System.Text.Json;
using FunctionsObo.Authentication;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Tool.Explaining;

/// <summary>
/// Compares claims with section AzureAd, by the engine's own policy. The issuer, which the app learns from metadata, is the one that Entra has
/// for this instance and tenant (https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer).
/// </summary>
internal sealed class TokenJudge
{
    public static readonly IReadOnlyCollection<string> AllAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly AzureAdOptions _registration;
    private readonly DateTimeOffset _now;
    private readonly TokenPolicy _policy;
    private readonly string[] _issuers;

    public TokenJudge(AzureAdOptions registration, DateTimeOffset now)
    {
        (_registration, _now) = (registration, now);
        _policy = new TokenPolicy(Options.Create(registration));

        // A domain name stands for a tenant id that only the metadata knows: any is taken for it.
        var tenant = Guid.TryParse(registration.TenantId, out var id) ? id.ToString() : IssuerTemplate.TenantPlaceholder;
        var instance = registration.Instance.TrimEnd('/');
        _issuers = [.. registration.EffectiveTokenVersions.SelectMany(version => version == "1.0"
            ? (string[])[$"https://sts.windows.net/{tenant}/", $"{instance}/{tenant}/"]
            : [$"{instance}/{tenant}/v2.0"])];
    }

    public IReadOnlyCollection<string> Algorithms => _registration.EffectiveAlgorithms;

    public TimeSpan ClockSkew => _registration.ClockSkew;

    /// <summary>The first reason for which the API would refuse the token, its signature apart.</summary>
    public TokenRefusal Check(TokenClaims claims)
    {
        var (token, refusal) = _policy.Check(claims, new PlatformMetadata(_issuers, FrozenDictionary<string, SigningKey>.Empty, ""), _now);
        return token is null ? refusal : _policy.CheckAdmission(token);
    }

    /// <summary>What is thought of one claim or header parameter.</summary>
    public (DetailState State, string? Note) Of(string name, JsonElement value) => (name, value.Text()) switch
    {
        ("alg", var algorithm) => OneOf(algorithm, _registration.EffectiveAlgorithms, "AzureAd:AllowedAlgorithms"),
        ("aud", "https://graph.microsoft.com" or "00000003-0000-0000-c000-000000000000") => (DetailState.Wrong, "It is a token for Microsoft Graph, not for this API."),
        ("aud", var audience) => OneOf(audience, _registration.EffectiveAudiences, "AzureAd:Audiences"),
        ("ver", var version) => OneOf(version, _registration.EffectiveTokenVersions, "AzureAd:TokenVersions"),
        ("iss", var issuer) => Issuer(issuer),
        ("tid", var tenant) => Tenant(tenant),
        ("azp" or "appid", var client) => _registration.AllowedClientApplications.Count == 0
            ? (DetailState.Fine, "Every client that got a token may call.")
            : OneOf(client, _registration.AllowedClientApplications, "AzureAd:AllowedClientApplications", StringComparer.OrdinalIgnoreCase),
        ("scp", _) => (DetailState.Shown, "Scopes: a function with [RequiredScope] asks for one of them."),
        ("roles", _) => (DetailState.Shown, "App roles: a function with [RequiredAppRole] asks for one of them."),
        ("idtyp", var type) => type is "user" or "app" ? (DetailState.Fine, null) : (DetailState.Wrong, "Expected user or app."),
        ("xms_cc", _) => (DetailState.Shown, "What the client can handle: with cp1 it gets claims challenges."),
        ("nonce" or "at_hash" or "c_hash", _) => (DetailState.Wrong, "Only ID tokens have it."),
        _ => (DetailState.Shown, null),
    };

    private (DetailState State, string? Note) Issuer(string? issuer)
    {
        var tenant = issuer is null ? null : IssuerTemplate.TenantOf(issuer);
        if (tenant is null || !_issuers.Any(template => IssuerTemplate.Matches(template, issuer!, tenant))) return (DetailState.Wrong, $"Expected {string.Join(" or ", _issuers)}.");
        return IsAnyTenant && !_registration.IsMultiTenant
            ? (DetailState.Unknown, $"Whether this is the tenant {_registration.TenantId}, only the metadata says: it is not asked here.")
            : (DetailState.Fine, null);
    }

    private bool IsAnyTenant => !Guid.TryParse(_registration.TenantId, out _);

    private (DetailState State, string? Note) Tenant(string? tenant) => (_registration.AllowedTenants.Count, IsAnyTenant) switch
    {
        ( > 0, _) => OneOf(tenant, _registration.AllowedTenants, "AzureAd:AllowedTenants", StringComparer.OrdinalIgnoreCase),
        (_, false) => OneOf(tenant, [_registration.TenantId], "AzureAd:TenantId", StringComparer.OrdinalIgnoreCase),
        _ when _registration.IsMultiTenant => (DetailState.Fine, "Every tenant is admitted."),
        _ => (DetailState.Unknown, $"Whether this is {_registration.TenantId}, only the metadata says: it is not asked here."),
    };

    private static (DetailState State, string? Note) OneOf(string? value, IEnumerable<string> accepted, string key, StringComparer? comparer = null) =>
        value is not null && accepted.Contains(value, comparer ?? StringComparer.Ordinal)
            ? (DetailState.Fine, null)
            : (DetailState.Wrong, $"Expected {string.Join(" or ", accepted)} ({key}).");
}
