using System.Globalization;
using EntraEmulator.Errors;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Dev;

/// <summary>The query of <c>GET /dev/token</c>.</summary>
internal static class TokenQuery
{
    private static readonly string[] Known = ["user", "app", "client", "tenant", "audience", "scope", "lifetime", "xms_cc", "kind"];

    /// <exception cref="DevRequestException">A parameter is unknown, there twice, or malformed.</exception>
    public static TokenRequest Read(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (!Known.Contains(name, StringComparer.Ordinal)) throw new DevRequestException($"There is no option '{name}'. Known: {string.Join(", ", Known)}.");
            if (values.Count > 1) throw new DevRequestException($"Give '{name}' once.");
        }

        return new TokenRequest
        {
            User = query["user"],
            Application = query["app"],
            Client = query["client"],
            Tenant = query["tenant"],
            Audience = query["audience"],
            Scope = query["scope"],
            Lifetime = Lifetime(query["lifetime"]),
            Capabilities = ((string?)query["xms_cc"])?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [],
            Kind = Kind(query["kind"]),
        };
    }

    private static TimeSpan? Lifetime(string? text)
    {
        if (text is null) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw new DevRequestException("'lifetime' is a number of seconds, negative for a token that has expired.");
    }

    private static TokenKind Kind(string? text) => text switch
    {
        null or "access_token" => TokenKind.AccessToken,
        "id_token" => TokenKind.IdToken,
        _ => throw new DevRequestException("'kind' is access_token or id_token."),
    };
}
