using System.Text.Json.Nodes;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.Grants;

/// <summary>The token endpoint's answer to a grant that has a user behind it.</summary>
internal sealed class UserTokens(TokenMint mint, RefreshTokens refreshTokens, PolicyCheck policies)
{
    /// <exception cref="Errors.EntraErrorException">A policy is not met.</exception>
    public JsonObject Answer(GrantRequest request, Tenant tenant, User user, GrantedScopes granted, SignInFacts? signIn = null)
    {
        policies.Demand(granted.Resource, request.Claims, user, signIn?.SessionId);
        var client = request.Client.Application;
        var answer = TokenAnswer.Begin(granted.Resource, TokenLifetime.Of(granted.Resource, request.Capabilities), lifetime => mint.AccessToken(
            new AccessTokenOrder(tenant, granted.Resource, client, lifetime)
            {
                User = user,
                ClientAcr = request.Client.Acr,
                Scopes = granted.Names,
                Capabilities = request.Capabilities,
                SessionId = signIn?.SessionId,
                Contexts = [.. request.Claims.Contexts.Union(signIn?.Contexts ?? [], StringComparer.Ordinal)],
            }));
        answer["scope"] = granted.Text;
        if (granted.Asked.OfflineAccess) answer["refresh_token"] = refreshTokens.Issue(client, user, granted.Asked.Text, signIn);
        if (granted.Asked.OpenId) answer["id_token"] = mint.IdToken(tenant, client, user, new IdTokenOrder(TokenLifetime.Default(), signIn, granted.Asked.OpenIdNames));
        if (string.Equals(request.Form.Optional("client_info"), "1", StringComparison.Ordinal)) answer["client_info"] = ClientInfo.Of(user);
        return answer;
    }
}
