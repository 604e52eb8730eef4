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
    /// <summary>Of those that a page gets: from the sign-in, not from their last use.</summary>
    public static readonly TimeSpan LifetimeOfPage = TimeSpan.FromHours(24);

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly IDataProtector _seal = new EphemeralDataProtectionProvider().CreateProtector("refresh_token");

    /// <param name="client">Who may use it.</param>
    /// <param name="user">Whose it is.</param>
    /// <param name="scope">What was asked for.</param>
    /// <param name="signIn">The sign-in that it comes from, if one is known.</param>
    public string Issue(AppRegistration client, User user, string scope, SignInFacts? signIn = null) => _seal.Protect(JsonSerializer.Serialize(
        new Content(client.ClientId, user.TenantId, user.ObjectId, scope, signIn?.PageEndsOn ?? time.GetUtcNow() + Lifetime)
        {
            IsOfPage = signIn?.PageEndsOn is not null,
            SessionId = signIn?.SessionId,
            IssuedOn = time.GetUtcNow(),
        }));

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

    internal sealed record Content(string ClientId, string TenantId, string ObjectId, string Scope, DateTimeOffset ExpiresOn)
    {
        public bool IsOfPage { get; init; }

        public string? SessionId { get; init; }

        public DateTimeOffset IssuedOn { get; init; }
    }
}
