using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.Grants;

/// <summary>Judges the <c>assertion</c> of an on-behalf-of request: an access token for the client, of a user.</summary>
internal sealed class UserAssertions(EmulatorUrls urls, KeyRing keys, TenantDirectory directory, SignInRecords records, TimeProvider time)
{
    // Measured at Entra: an assertion is refused within the second after its expiry. Only a start in the future is forgiven.
    private static readonly TimeSpan NotBeforeSkew = TimeSpan.FromMinutes(5);

    /// <returns>The user and the tenant that the assertion is of, and the sign-in that it comes from.</returns>
    /// <exception cref="EntraErrorException">It is no good.</exception>
    public async Task<(Tenant Tenant, User User, string? SessionId)> CheckAsync(string assertion, AppRegistration client, TenantPath path)
    {
        var token = Jws.Parse(assertion) ?? throw Refuse.MalformedToken("invalid_request", "It has to be three base64url parts, the first two JSON objects.");
        await CheckSignatureAsync(token);
        var tenant = IssuingTenant(token);
        if (!token.HasClaim("azp") && !token.HasClaim("appid"))
            throw Refuse.With("invalid_request", 240002, "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.");
        CheckAudience(token, client);
        CheckLifetime(token);
        if (!token.HasClaim("scp"))
            throw Refuse.With("unauthorized_client", 7000114, $"Application '{token.Claim("azp") ?? token.Claim("appid")}' is not allowed to make application on-behalf-of calls.");
        var user = FindUser(token, tenant, path);
        var issuedOn = TokenClaims.IssuedOn(token.Time("iat") ?? time.GetUtcNow());
        if (records.IsRevoked(user.TenantId, user.ObjectId, token.Claim("sid"), issuedOn)) throw Revoked.Grant(issuedOn, records.RevokedAt(user.TenantId, user.ObjectId)!.Value);
        return (tenant, user, token.Claim("sid"));
    }

    private async Task CheckSignatureAsync(Jws token)
    {
        var keyId = token.Header("kid") ?? token.Header("x5t");
        var key = (keyId is null ? null : keys.Find(keyId)) ?? throw BadSignature($"The key was not found., Thumbprint of key used by client: '{keyId}'");
        if (!await token.IsSignedWithAsync(key.SecurityKey)) throw BadSignature($"Key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '{keyId}'");
    }

    private static EntraErrorException BadSignature(string reason) => Refuse.Grant(50013, $"Assertion failed signature validation. [Reason - {reason}]");

    private Tenant IssuingTenant(Jws token)
    {
        var (issuer, tenantId) = (token.Claim("iss"), token.Claim("tid"));
        var tenant = tenantId is null ? null : directory.FindTenant(tenantId);
        var isOurs = tenant is not null && (string.Equals(issuer, urls.Issuer(tenant.Id), StringComparison.Ordinal) || string.Equals(issuer, urls.Issuer(tenant.Id, version: 1), StringComparison.Ordinal));
        return isOurs ? tenant! : throw BadSignature($"The issuer '{issuer}' does not match the tenant '{tenantId}' of the assertion");
    }

    private static void CheckAudience(Jws token, AppRegistration client)
    {
        var audience = token.Claim("aud");
        if (audience is null || !client.IsAudience(audience))
            throw Refuse.Grant(500131, $"Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '{audience}' and the expected audience is '{client.ClientId}' or one of the Application Uris of this application with App ID '{client.ClientId}'({client.Name}). The downstream client must request a token for the expected audience (the application that made the OBO request) and this application should use that token as the assertion.");
    }

    private void CheckLifetime(Jws token)
    {
        var now = time.GetUtcNow();
        var expires = token.Time("exp");
        var isGood = now < expires && (!token.HasClaim("nbf") || token.Time("nbf") - NotBeforeSkew <= now);
        if (!isGood)
            throw Refuse.Grant(500133, $"Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token. Current time: {now:O}, expiry time of assertion {expires:O}.");
    }

    private User FindUser(Jws token, Tenant tenant, TenantPath path)
    {
        var objectId = token.Claim("oid") ?? "";
        if (path.Tenant is { } asked && asked != tenant)
            throw Refuse.Grant(90072, $"User account '{{EmailHidden}}' from identity provider '{urls.Issuer(tenant.Id)}' does not exist in tenant '{asked.Name}' and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first.");
        return directory.FindUser(tenant.Id, objectId)
            ?? throw Refuse.Grant(50034, $"The user account {{EmailHidden}} does not exist in the {tenant.Id} directory. To sign into this application, the account must be added to the directory.");
    }
}
