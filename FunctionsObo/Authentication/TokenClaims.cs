using System.Collections.Frozen;
using System.Text.Json;

namespace FunctionsObo.Authentication;

/// <summary>
/// The claims of an Entra access token that this API decides by, read strictly: wrong types, values out of range and names
/// that differ from a known one only in case are refused, never repaired
/// (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
/// </summary>
internal sealed class TokenClaims
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
        ["iss", "aud", "exp", "nbf", "iat", "tid", "oid", "sub", "azp", "appid", "scp", "roles", "idtyp", "ver", "xms_cc"],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> KnownInAnyCase = Known.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private TokenClaims(JsonElement payload)
    {
        Issuer = payload.Text("iss");
        Subject = payload.Text("sub");
        TenantId = payload.Text("tid");
        ObjectId = payload.Text("oid");
        ClientId = (payload.Text("azp") ?? payload.Text("appid")) is { Length: > 0 } client ? client : null;
        Version = payload.Text("ver");
        Scope = payload.Text("scp");
        IdentityType = payload.Text("idtyp");
        Name = payload.Text("name");
        HasIdTokenMarks = payload.TryGetProperty("nonce", out _)
            || payload.TryGetProperty("at_hash", out _)
            || payload.TryGetProperty("c_hash", out _);
    }

    public string? Issuer { get; }

    public string? Subject { get; }

    public string? TenantId { get; }

    public string? ObjectId { get; }

    /// <summary>The client application; null when no claim names one, or an empty text does.</summary>
    public string? ClientId { get; }

    public string? Version { get; }

    /// <summary>The raw claim <c>scp</c>: space-separated values.</summary>
    public string? Scope { get; }

    public string? IdentityType { get; }

    public string? Name { get; }

    /// <summary>Whether it has claims that OpenID Connect Core §3.1.3.6 and §3.3.2.11 define only for ID tokens.</summary>
    public bool HasIdTokenMarks { get; }

    /// <summary>The one audience; null when absent or when an array has not exactly one member.</summary>
    public string? Audience { get; private init; }

    public IReadOnlyList<string> Roles { get; private init; } = [];

    public IReadOnlyList<string> ClientCapabilities { get; private init; } = [];

    public DateTimeOffset ExpiresAt { get; private init; }

    public DateTimeOffset? NotBefore { get; private init; }

    public DateTimeOffset? IssuedAt { get; private init; }

    /// <summary>Reads the payload.</summary>
    /// <returns>Null when a claim breaks the rules.</returns>
    public static TokenClaims? Read(JsonElement payload)
    {
        foreach (var member in payload.EnumerateObject())
        {
            var name = member.Name;
            if (KnownInAnyCase.Contains(name) && !Known.Contains(name)) return null;
        }

        if (!payload.TryTime("exp", out var expires) || expires is null
            || !payload.TryTime("nbf", out var notBefore)
            || !payload.TryTime("iat", out var issued)
            || !payload.TryTexts("aud", out var audiences)
            || !payload.TryTexts("roles", out var roles)
            || !payload.TryTexts("xms_cc", out var capabilities)
            || !payload.AreTexts("iss", "sub", "tid", "oid", "azp", "appid", "scp", "idtyp", "ver")
            || (payload.Text("azp") is { } azp && payload.Text("appid") is { } appId && azp != appId))
        {
            return null;
        }

        return new TokenClaims(payload)
        {
            Audience = audiences.Count == 1 ? audiences[0] : null,
            Roles = roles,
            ClientCapabilities = capabilities,
            ExpiresAt = expires.Value,
            NotBefore = notBefore,
            IssuedAt = issued,
        };
    }
}
