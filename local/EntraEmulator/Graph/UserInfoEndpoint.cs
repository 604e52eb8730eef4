using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using EntraEmulator.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.Graph;

/// <summary>UserInfo, which Entra has at Microsoft Graph (https://learn.microsoft.com/entra/identity-platform/userinfo).</summary>
internal sealed class UserInfoEndpoint(CallerReader callers, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/graph/oidc/userinfo", ["GET", "POST"], AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            if (await callers.ReadAsync(context.Request) is not { User: { } user, Client: { } client }) throw GraphErrors.Denied();
            GraphErrorAnswer.AddHeaders(context);
            await context.Response.WriteJsonAsync(new JsonObject
            {
                ["sub"] = TokenClaims.PairwiseSubject(user, client), // the ID token's (OpenID Connect Core section 5.3.2)
                ["name"] = user.DisplayName,
                ["family_name"] = user.Surname,
                ["given_name"] = user.GivenName,
                ["email"] = user.Mail,
            });
        }
        catch (GraphErrorException refusal)
        {
            await GraphErrorAnswer.WriteAsync(context, refusal.Error, time.GetUtcNow());
        }
    }
}
