using System.Text.Json.Nodes;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.Grants;

/// <summary>The token endpoint's answer to a grant that has a user behind it.</summary>
internal sealed class UserTokens(TokenMint mint, RefreshTokens refreshTokens)
{
    public JsonObject Answer(GrantRequest request, Tenant tenant, User user, GrantedScopes granted, SignInFacts? signIn = null)
    {
        var client = request.Client.Application;
        var answer = TokenAnswer.Begin(granted.Resource, TokenLifetime.Of(granted.Resource, request.Capabilities), lifetime => mint.AccessToken(
            new AccessTokenOrder(tenant, granted.Resource, client, lifetime)
            {
                User = user,
                ClientAcr = request.Client.Acr,
                Scopes = granted.Names,
                Capabilities = request.Capabilities,
            }));
        answer["scope"] = granted.Text;
        if (granted.Asked.OfflineAccess) answer["refresh_token"] = refreshTokens.Issue(client, user, granted.Asked.Text, signIn?.PageEndsOn);
        if (granted.Asked.OpenId) answer["id_token"] = mint.IdToken(tenant, client, user, TokenLifetime.Default(), signIn);
        if (string.Equals(request.Form.Optional("client_info"), "1", StringComparison.Ordinal)) answer["client_info"] = ClientInfo.Of(user);
        return answer;
    }
}
