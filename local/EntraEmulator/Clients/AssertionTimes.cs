using EntraEmulator.Errors;
using EntraEmulator.Tokens;

namespace EntraEmulator.Clients;

internal static class AssertionTimes
{
    // Client assertions come from other machines' clocks.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <exception cref="EntraErrorException">Expired, not yet valid, or without <c>exp</c> (AADSTS700024).</exception>
    public static void Check(Jws token, DateTimeOffset now)
    {
        var expires = token.Time("exp");
        var isGood = now < expires + Skew && (!token.HasClaim("nbf") || token.Time("nbf") - Skew <= now);
        if (!isGood) throw Refuse.Client(700024, $"Client assertion is not within its valid time range. Current time: {now:O}, expiry time of assertion {expires:O}.");
    }
}
