using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Clients;

/// <summary>Judges assertions that a client signed itself, with the key of a registered certificate.</summary>
internal sealed class CertificateAssertions(EmulatorUrls urls, TimeProvider time)
{
    /// <exception cref="EntraErrorException">It doesn't prove that the sender is this application.</exception>
    public async Task CheckAsync(Jws token, AppRegistration application, TenantPath tenant)
    {
        await CheckSignatureAsync(token, application);
        if (!Names(token, "iss", application) || !Names(token, "sub", application))
            throw Refuse.Client(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
        if (!IsForUs(token.Claim("aud"), tenant))
            throw Refuse.Client(700023, "Client assertion audience claim does not match Realm issuer.");
        AssertionTimes.Check(token, time.GetUtcNow());
        if (string.IsNullOrEmpty(token.Claim("jti"))) throw Refuse.MalformedToken("invalid_client", "The claim 'jti' is missing.");
    }

    private static bool Names(Jws token, string claim, AppRegistration application) =>
        string.Equals(token.Claim(claim), application.ClientId, StringComparison.OrdinalIgnoreCase);

    private async Task CheckSignatureAsync(Jws token, AppRegistration application)
    {
        var (x5t, x5tS256, kid) = (token.Header("x5t"), token.Header("x5t#S256"), token.Header("kid"));
        var certificate = application.Credentials.Certificates.FirstOrDefault(one => one.IsNamedBy(x5t, x5tS256, kid))
            ?? throw BadSignature("The key was not found.", application, x5t ?? x5tS256 ?? kid);
        if (!certificate.IsValidAt(time.GetUtcNow()))
            throw Refuse.Client(1000502, "The provided certificate is not within its specified validity period.");
        if (token.Header("alg") is not (SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.RsaSsaPssSha256) || !await token.IsSignedWithAsync(certificate.Key))
            throw BadSignature("Key was found, but use of the key to verify the signature failed.", application, x5t ?? x5tS256 ?? kid);
    }

    private static EntraErrorException BadSignature(string reason, AppRegistration application, string? key) => Refuse.Client(
        700027, $"The certificate with identifier used to sign the client assertion is not registered on application. [Reason - {reason}, Thumbprint of key used by client: '{key}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{application.ClientId}'.]");

    private bool IsForUs(string? audience, TenantPath tenant)
    {
        if (audience is null) return false;
        var names = tenant.Tenant is { } known ? [known.Id, known.Name, known.Domain] : new[] { tenant.Segment };
        return names.Append(tenant.Segment).Any(name =>
            Same(audience, urls.OAuth(name, "token")) || Same(audience, urls.OAuth(name, "token", version: 1))
            || Same(audience, urls.Issuer(name)) || Same(audience, urls.Issuer(name, version: 1)));
    }

    private static bool Same(string audience, string address) => string.Equals(audience, address, StringComparison.OrdinalIgnoreCase);
}
