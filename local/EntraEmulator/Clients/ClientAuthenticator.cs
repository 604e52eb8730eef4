using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Clients;

/// <summary>Finds out which client sent a token request, by <c>client_secret_post</c>, <c>client_secret_basic</c> or <c>private_key_jwt</c>.</summary>
internal sealed class ClientAuthenticator(TenantDirectory directory, ClientAssertions assertions, TimeProvider time)
{
    private const string JwtBearerAssertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <exception cref="EntraErrorException">The client is unknown, or doesn't prove itself.</exception>
    public async Task<AuthenticatedClient> AuthenticateAsync(PresentedClient presented, TenantPath tenant)
    {
        var application = Find(presented.ClientId, tenant);
        var (secret, assertion) = (presented.Secret, presented.Assertion);
        if (secret is not null && assertion is not null) throw Refuse.Malformed("A client presents one credential.");
        if (application.PublicClient)
        {
            return secret is null && assertion is null
                ? new AuthenticatedClient(application, "0")
                : throw Refuse.Client(700025, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.");
        }

        if (assertion is not null) return await ByAssertionAsync(presented.AssertionType, assertion, application, tenant);
        CheckSecret(secret ?? throw NoCredential(), application);
        return new AuthenticatedClient(application, "1");
    }

    /// <summary>A client that has nothing to prove itself with, as it is a page.</summary>
    /// <exception cref="EntraErrorException">The client is unknown.</exception>
    public AuthenticatedClient Identify(PresentedClient presented, TenantPath tenant) => new(Find(presented.ClientId, tenant), "0");

    private static EntraErrorException NoCredential() =>
        Refuse.Client(7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");

    private AppRegistration Find(string clientId, TenantPath tenant)
    {
        var application = directory.FindApplication(clientId);
        var known = application is not null
            && string.Equals(application.ClientId, clientId, StringComparison.OrdinalIgnoreCase)
            && (tenant.Tenant is null ? application.MultiTenant : application.IsKnownIn(tenant.Tenant));
        if (known && tenant.Tenant is { } home && application!.PrincipalIn(home) is { Enabled: false })
            throw Refuse.Unauthorized(7000112, $"Application '{application.ClientId}'({application.Name}) is disabled.");
        return known ? application! : throw Refuse.UnknownClient(clientId, tenant.PathPart);
    }

    private async Task<AuthenticatedClient> ByAssertionAsync(string? type, string assertion, AppRegistration application, TenantPath tenant)
    {
        if (type is null) throw Refuse.Missing("client_assertion_type");
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

/// <summary>A client that is who it says.</summary>
/// <param name="Application">Its registration.</param>
/// <param name="Acr">How it proved itself: 0 not at all (public), 1 by secret, 2 by an assertion.</param>
internal sealed record AuthenticatedClient(AppRegistration Application, string Acr);

/// <summary>Who a client says that it is, and what it shows for it. Nothing of it is verified.</summary>
internal sealed record PresentedClient(string ClientId)
{
    public string? Secret { get; init; }

    public string? AssertionType { get; init; }

    public string? Assertion { get; init; }

    // What it shows is for no log.
    public override string ToString() => ClientId;
}
