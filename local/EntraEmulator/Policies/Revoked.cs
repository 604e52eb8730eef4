using System.Globalization;
using EntraEmulator.Errors;

namespace EntraEmulator.Policies;

/// <summary>What is said of a grant that began before its user was revoked.</summary>
internal static class Revoked
{
    public static EntraErrorException Grant(DateTimeOffset issuedOn, DateTimeOffset validFrom) => new(new EntraError(
        "invalid_grant", 50173, $"The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{Written(issuedOn)}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{Written(validFrom)}'.")
    { Suberror = "bad_token" });

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
