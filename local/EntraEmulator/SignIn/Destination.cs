using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.SignIn;

/// <summary>Who asks for a sign-in, and where the answer goes. As long as it is not proven, errors are shown and sent nowhere (RFC 6749 section 4.1.2.1).</summary>
/// <param name="Tenant">The tenant that the address names, if it names one.</param>
/// <param name="Client">The client.</param>
/// <param name="RedirectUri">One that is registered for the client.</param>
/// <param name="Platform">What it is registered for.</param>
/// <param name="Mode">How the answer goes there.</param>
/// <param name="State">What the client wants back, unchanged.</param>
internal sealed record Destination(TenantPath Tenant, AppRegistration Client, string RedirectUri, ClientPlatform Platform, ResponseMode Mode, string? State)
{
    /// <value>Whether consent for everybody is asked for, and no code.</value>
    public bool IsForOrganization { get; private init; }

    /// <param name="parameters">The request.</param>
    /// <param name="tenantSegment">The tenant of its address.</param>
    /// <param name="directory">Who is registered.</param>
    /// <param name="forOrganization">Whether an administrator is to consent for everybody: then the client need not be known in the tenant yet.</param>
    /// <exception cref="EntraErrorException">It is for the user's eyes: the answer must go nowhere.</exception>
    public static Destination Read(AuthorizeParameters parameters, string tenantSegment, TenantDirectory directory, bool forOrganization = false)
    {
        var tenant = TenantPath.Resolve(directory, tenantSegment);
        if (forOrganization && tenant.Segment == "common")
            throw Refuse.With("invalid_request", 90010, "Admin consent is not supported over the /common endpoint. Use the /organizations or a tenant-specific endpoint.");
        var clientId = parameters.Required("client_id");
        var client = directory.FindApplication(clientId);
        if (client is null || !string.Equals(client.ClientId, clientId, StringComparison.OrdinalIgnoreCase) || tenant.Tenant is { } named && !(forOrganization ? client.MayBeIn(named) : client.IsKnownIn(named)))
            throw Refuse.UnknownClient(clientId, tenant.PathPart);
        if (tenant.Tenant is null && !client.MultiTenant)
            throw Refuse.With("invalid_request", 50194, $"Application '{client.ClientId}'({client.Name}) is not configured as a multi-tenant application. Usage of the /{tenant.Segment} endpoint is not supported for such apps. Use a tenant-specific endpoint or configure the application to be multi-tenant.");
        if (tenant.Tenant is { } home && client.PrincipalIn(home) is { Enabled: false })
            throw Refuse.Unauthorized(7000112, $"Application '{client.ClientId}'({client.Name}) is disabled.");

        var redirectUri = parameters.Required("redirect_uri");
        var platform = RedirectUris.PlatformOf(client, redirectUri) ?? throw Refuse.With(
            "invalid_request", 50011, $"The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{client.ClientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.");
        return new(tenant, client, redirectUri, platform, ResponseModes.Find(parameters.Optional("response_mode")) ?? ResponseMode.Query, parameters.Optional("state")) { IsForOrganization = forOrganization };
    }
}

/// <summary>How an answer goes to the client (OAuth 2.0 Multiple Response Type Encoding Practices, and OAuth 2.0 Form Post Response Mode).</summary>
internal enum ResponseMode
{
    Query,
    Fragment,
    FormPost,
}

internal static class ResponseModes
{
    /// <returns>Null for one that does not exist; the query where none is named.</returns>
    public static ResponseMode? Find(string? name) => name switch
    {
        null or "query" => ResponseMode.Query,
        "fragment" => ResponseMode.Fragment,
        "form_post" => ResponseMode.FormPost,
        _ => null,
    };
}
