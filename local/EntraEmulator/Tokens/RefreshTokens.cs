using System.Security.Cryptography;
using System.Text.Json;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.DataProtection;

namespace EntraEmulator.Tokens;

/// <summary>
/// Refresh tokens: sealed, so that nothing is stored for them. As with Entra each use gives a new one and leaves the old one good.
/// See https://learn.microsoft.com/entra/identity-platform/refresh-tokens.
/// </summary>
internal sealed class RefreshTokens(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly IDataProtector _seal = new EphemeralDataProtectionProvider().CreateProtector("refresh_token");

    public string Issue(AppRegistration client, User user, string scope) =>
        _seal.Protect(JsonSerializer.Serialize(new Content(client.ClientId, user.TenantId, user.ObjectId, scope, time.GetUtcNow() + Lifetime)));

    /// <returns>What is in the token, or null where it is none of this emulator's.</returns>
    public Content? Open(string token)
    {
        try
        {
            return JsonSerializer.Deserialize<Content>(_seal.Unprotect(token));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal sealed record Content(string ClientId, string TenantId, string ObjectId, string Scope, DateTimeOffset ExpiresOn);
}
