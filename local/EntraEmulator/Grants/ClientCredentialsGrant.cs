using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Tokens;

namespace EntraEmulator.Grants;

/// <summary>A token for the client itself, with its app roles. See https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow.</summary>
internal sealed class ClientCredentialsGrant(Permissions permissions, TokenMint mint) : IGrant
{
    public string GrantType => "client_credentials";

    public string Name => "client_credentials";

    public Task<JsonObject> AnswerAsync(GrantRequest request)
    {
        var tenant = request.Tenant.Tenant ?? throw Refuse.GrantNeedsATenant(request.Tenant.Segment);
        var client = request.Client;
        if (client.Application.PublicClient)
            throw Refuse.Client(7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
        var scope = request.Form.Required("scope");
        var asked = ScopeRequest.Parse(scope);
        if (asked is not { IsDefault: true, Names.Count: 1 })
            throw Refuse.With("invalid_scope", 1002012, $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");
        var resource = permissions.Resource(tenant, asked);
        var answer = TokenAnswer.Begin(resource, TokenLifetime.Of(resource, request.Capabilities), lifetime => mint.AccessToken(
            new AccessTokenOrder(tenant, resource, client.Application, lifetime)
            {
                ClientAcr = client.Acr,
                Roles = Permissions.Roles(client.Application, resource, tenant),
                Capabilities = request.Capabilities,
            }));
        return Task.FromResult(answer);
    }
}
