using EntraEmulator.Errors;
using EntraEmulator.Keys;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Clients;

/// <summary>
/// Judges assertions that an external issuer signed: workload identity federation.
/// See https://learn.microsoft.com/entra/workload-id/workload-identity-federation.
/// </summary>
internal sealed class FederatedAssertions(KeyRing keys, TimeProvider time)
{
    /// <exception cref="EntraErrorException">No federated credential of the application fits.</exception>
    public async Task CheckAsync(Jws token, AppRegistration application)
    {
        var candidates = application.Credentials.Federated.AsEnumerable();
        candidates = Narrow(candidates, token.Claim("iss"), one => one.Issuer, 700211, "issuer");
        candidates = Narrow(candidates, token.Claim("sub"), one => one.Subject, 700213, "subject");
        var credential = Narrow(candidates, token.Claim("aud"), one => one.Audience, 700212, "audience")[0];
        if ((credential.SigningKey ?? KeyOf(token)) is not { } key || !await token.IsSignedWithAsync(key))
            throw Refuse.Client(700027, "Client assertion failed signature validation. [Reason - Key was found, but use of the key to verify the signature failed.]");
        AssertionTimes.Check(token, time.GetUtcNow());
    }

    /// <summary>No issuer is asked for its keys: they are the emulator's, which a key may be bound to.</summary>
    private SecurityKey? KeyOf(Jws token) => token.Header("kid") is { } id ? keys.Find(id)?.SecurityKey : null;

    private static List<FederatedCredential> Narrow(IEnumerable<FederatedCredential> candidates, string? presented, Func<FederatedCredential, string> registered, int code, string what)
    {
        var fitting = candidates.Where(one => string.Equals(registered(one), presented, StringComparison.Ordinal)).ToList();
        return fitting.Count > 0 ? fitting : throw Refuse.Client(
            code, $"No matching federated identity record found for presented assertion {what} '{presented}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.");
    }
}
