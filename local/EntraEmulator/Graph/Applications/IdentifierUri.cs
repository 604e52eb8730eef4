using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary>The App ID URIs that may be set: https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions.</summary>
internal static class IdentifierUri
{
    /// <exception cref="GraphErrorException">It is none that may be set.</exception>
    public static void Check(string uri, string clientId, Tenant tenant, bool isVersion2)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var address) || uri.Length > 255 || uri.EndsWith('/') || uri.Any(char.IsWhiteSpace))
            throw GraphErrors.InvalidValue("identifierUris", "It has to be an absolute URI of at most 255 characters, without a slash at its end.");
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            if (!IsOn(address.Host, tenant.Domain)) throw GraphErrors.Bad("Values of identifierUris property must use a verified domain of the organization or its subdomain.", "HostNameNotOnVerifiedDomain", "identifierUris");
            return;
        }

        if (address.Scheme != "api") throw GraphErrors.InvalidValue("identifierUris", "Its scheme is api or https.");
        var parts = uri["api://".Length..].Split('/');
        var hasOwner = parts.Any(part => Same(part, clientId) || Same(part, tenant.Id)) || IsOn(parts[0], tenant.Domain);
        if (!hasOwner && !isVersion2)
            throw GraphErrors.Bad($"Failed to add identifier URI {uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization.");
    }

    private static bool IsOn(string host, string domain) => Same(host, domain) || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
