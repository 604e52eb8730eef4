using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Tokens;

namespace EntraEmulator.Grants;

/// <summary>A user's token for the client, exchanged for the user's token for another API. See https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow.</summary>
internal sealed class OnBehalfOfGrant(UserAssertions assertions, Permissions permissions, UserTokens tokens) : IGrant
{
    public string GrantType => "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public string Name => "on_behalf_of";

    public async Task<JsonObject> AnswerAsync(GrantRequest request)
    {
        var use = request.Form.Required("requested_token_use");
        if (!string.Equals(use, "on_behalf_of", StringComparison.Ordinal)) throw Refuse.Malformed("The parameter 'requested_token_use' has to be 'on_behalf_of'.");
        var assertion = request.Form.Required("assertion");
        var scopes = ScopeRequest.Parse(request.Form.Required("scope"));
        var client = request.Client.Application;
        var (tenant, user, sessionId) = await assertions.CheckAsync(assertion, client, request.Tenant);
        return tokens.Answer(request, tenant, user, permissions.Delegated(client, tenant, user, scopes), new SignInFacts(Nonce: null, sessionId));
    }
}
