using EntraEmulator.Errors;
using EntraEmulator.Grants;
using EntraEmulator.Tenants;

namespace EntraEmulator.Clients;

/// <summary>Finds out which client sent a token request, by <c>client_secret_post</c>, <c>client_secret_basic</c> or <c>private_key_jwt</c>.</summary>
internal sealed class ClientAuthenticator(TenantDirectory directory, ClientAssertions assertions, TimeProvider time)
{
    private const string JwtBearerAssertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <exception cref="EntraErrorException">The client is unknown, or doesn't prove itself.</exception>
    public async Task<AuthenticatedClient> AuthenticateAsync(TokenForm form, TenantPath tenant)
    {
        var clientId = form.Basic?.ClientId ?? form.Required("client_id");
        var application = Find(clientId, tenant);
        var secret = form.Basic?.Secret ?? form.Optional("client_secret");
        var assertion = form.Optional("client_assertion");
        if (secret is not null && assertion is not null) throw Refuse.Malformed("A client presents one credential.");
        if (application.PublicClient)
        {
            return secret is null && assertion is null
                ? new AuthenticatedClient(application, "0")
                : throw Refuse.Client(700025, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.");
        }

        if (assertion is not null) return await ByAssertionAsync(form, assertion, application, tenant);
        CheckSecret(secret ?? throw NoCredential(), application);
        return new AuthenticatedClient(application, "1");
    }

    private static EntraErrorException NoCredential() =>
        Refuse.Client(7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");

    private AppRegistration Find(string clientId, TenantPath tenant)
    {
        var application = directory.FindApplication(clientId);
        var known = application is not null
            && string.Equals(application.ClientId, clientId, StringComparison.OrdinalIgnoreCase)
            && (tenant.Tenant is null ? application.MultiTenant : application.IsKnownIn(tenant.Tenant));
        return known ? application! : throw Refuse.UnknownClient(clientId, tenant.PathPart);
    }

    private async Task<AuthenticatedClient> ByAssertionAsync(TokenForm form, string assertion, AppRegistration application, TenantPath tenant)
    {
        var type = form.Required("client_assertion_type");
        if (!string.Equals(type, JwtBearerAssertion, StringComparison.Ordinal)) throw Refuse.Malformed("The 'client_assertion_type' is not supported.");
        await assertions.CheckAsync(assertion, application, tenant);
        return new AuthenticatedClient(application, "2");
    }

    private void CheckSecret(string secret, AppRegistration application)
    {
        var match = application.Credentials.Secrets.FirstOrDefault(one => one.Is(secret)) ?? throw Refuse.Client(
            7000215, $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{application.ClientId}'.");
        if (match.HasExpired(time.GetUtcNow()))
            throw Refuse.Client(7000222, $"The provided client secret keys for app '{application.ClientId}' are expired. Visit the Azure portal to create new keys for your app, or consider using certificate credentials for added security.");
    }
}
