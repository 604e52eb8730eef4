using System.Text;
using System.Text.Json.Nodes;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Grants;

/// <summary>The token endpoint's answer to a grant that has a user behind it.</summary>
internal sealed class UserTokens(TokenMint mint, RefreshTokens refreshTokens)
{
    public JsonObject Answer(GrantRequest request, Tenant tenant, User user, GrantedScopes granted)
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
        if (granted.Asked.OfflineAccess) answer["refresh_token"] = refreshTokens.Issue(client, user, granted.Asked.Text);
        if (granted.Asked.OpenId) answer["id_token"] = mint.IdToken(tenant, client, user, TokenLifetime.Default());
        if (string.Equals(request.Form.Optional("client_info"), "1", StringComparison.Ordinal)) answer["client_info"] = ClientInfo(user);
        return answer;
    }

    private static string ClientInfo(User user) =>
        Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes($$"""{"uid":"{{user.ObjectId}}","utid":"{{user.TenantId}}"}"""));
}
