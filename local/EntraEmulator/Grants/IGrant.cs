using System.Text.Json.Nodes;
using EntraEmulator.Clients;
using EntraEmulator.Errors;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;

namespace EntraEmulator.Grants;

/// <summary>One grant type of the token endpoint.</summary>
internal interface IGrant
{
    /// <value>The <c>grant_type</c>.</value>
    string GrantType { get; }

    /// <value>Its name in statistics and fault scripts.</value>
    string Name { get; }

    /// <summary>Whether what is presented was given to a page, which has no credential and says where it is from (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redirect-uris-for-single-page-apps-spas).</summary>
    bool IsForPage(TokenForm form) => false;

    /// <returns>The successful answer.</returns>
    /// <exception cref="EntraErrorException">The grant is refused.</exception>
    Task<JsonObject> AnswerAsync(GrantRequest request);
}

/// <summary>A token request of an authenticated client, with the claims that it asks for.</summary>
internal sealed record GrantRequest(TokenForm Form, TenantPath Tenant, AuthenticatedClient Client, ClaimsRequest Claims)
{
    public IReadOnlyList<string> Capabilities => Claims.Capabilities;
}
