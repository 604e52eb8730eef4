using System.Security.Cryptography;
using EntraEmulator.Tenants;

namespace EntraEmulator.Tokens;

/// <summary>
/// How long access tokens live. Entra draws it at random, so that clients don't come back all at once; continuous access evaluation makes it about a day.
/// See https://learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime.
/// </summary>
internal static class TokenLifetime
{
    private static readonly TimeSpan LongLived = TimeSpan.FromHours(24);
    private static readonly TimeSpan RefreshHintFrom = TimeSpan.FromHours(2);

    public static TimeSpan Of(AppRegistration resource, IReadOnlyList<string> capabilities)
    {
        if (resource.AccessTokenLifetime is { } set) return set;
        var evaluated = resource.ContinuousAccessEvaluation && capabilities.Contains("cp1", StringComparer.OrdinalIgnoreCase);
        return evaluated ? LongLived : Default();
    }

    public static TimeSpan Default() => TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(4000, 5001));

    /// <returns>The <c>refresh_in</c> to send, or null for none.</returns>
    public static TimeSpan? RefreshIn(AppRegistration resource, TimeSpan lifetime) => resource.RefreshIn ?? (lifetime >= RefreshHintFrom ? lifetime / 2 : null);
}
