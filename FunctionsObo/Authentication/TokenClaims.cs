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

    private static readonly string[] Texts = ["iss", "sub", "tid", "oid", "azp", "appid", "scp", "idtyp", "ver"];

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
    /// <returns>The claims and no refusal, or the claim that breaks the rules.</returns>
    public static (TokenClaims? Claims, Refusal Refusal) Read(JsonElement payload)
    {
        foreach (var member in payload.EnumerateObject())
        {
            var name = member.Name;
            if (KnownInAnyCase.TryGetValue(name, out var known) && !Known.Contains(name)) return (null, new Refusal(TokenRefusal.InvalidClaims, known, name));
        }

        if (!payload.TryTime("exp", out var expires) || expires is null
            || !payload.TryTime("nbf", out var notBefore)
            || !payload.TryTime("iat", out var issued)
            || !payload.TryTexts("aud", out var audiences)
            || !payload.TryTexts("roles", out var roles)
            || !payload.TryTexts("xms_cc", out var capabilities)
            || !payload.AreTexts(Texts)
            || (payload.Text("azp") is { } azp && payload.Text("appid") is { } appId && azp != appId))
        {
            return (null, new Refusal(TokenRefusal.InvalidClaims, FirstBroken(payload)));
        }

        return (new TokenClaims(payload)
        {
            Audience = audiences.Count == 1 ? audiences[0] : null,
            Roles = roles,
            ClientCapabilities = capabilities,
            ExpiresAt = expires.Value,
            NotBefore = notBefore,
            IssuedAt = issued,
        }, default);
    }

    /// <summary>Which claim it is, for the log.</summary>
    private static string FirstBroken(JsonElement payload) =>
        !payload.TryTime("exp", out var expires) || expires is null ? "exp"
        : !payload.TryTime("nbf", out _) ? "nbf"
        : !payload.TryTime("iat", out _) ? "iat"
        : !payload.TryTexts("aud", out _) ? "aud"
        : !payload.TryTexts("roles", out _) ? "roles"
        : !payload.TryTexts("xms_cc", out _) ? "xms_cc"
        : Array.Find(Texts, name => !payload.AreTexts(name)) ?? "appid";
}
