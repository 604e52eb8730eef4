using EntraEmulator.Errors;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.Clients;

/// <summary>
/// Judges client assertions (RFC 7523): signed by the client itself with a registered certificate, or by a federated issuer.
/// See https://learn.microsoft.com/entra/identity-platform/certificate-credentials.
/// </summary>
internal sealed class ClientAssertions(CertificateAssertions certificates, FederatedAssertions federated)
{
    /// <exception cref="EntraErrorException">It doesn't prove that the sender is this application.</exception>
    public Task CheckAsync(string assertion, AppRegistration application, TenantPath tenant)
    {
        var token = Jws.Parse(assertion) ?? throw Refuse.MalformedToken("invalid_client", "It has to be three base64url parts, the first two JSON objects.");

        // A client's own assertion names a client; everybody else's names an address.
        return Guid.TryParse(token.Claim("iss"), out _) ? certificates.CheckAsync(token, application, tenant) : federated.CheckAsync(token, application);
    }
}
