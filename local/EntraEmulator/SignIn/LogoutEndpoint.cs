using EntraEmulator.Errors;
using EntraEmulator.Graph;
using EntraEmulator.SignIn.Pages;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.SignIn;

/// <summary>
/// Ends the session of this browser, and goes back only to an address that some application registered. Tokens live on. See
/// https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#send-a-sign-out-request.
/// </summary>
internal sealed class LogoutEndpoint(TenantDirectory directory, SignInSessions sessions, EntraErrorAnswer errors)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/{tenant}/oauth2/v2.0/logout", ["GET", "POST"], AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        AuthorizeParameters parameters;
        try
        {
            parameters = await AuthorizeParameters.ReadAsync(context.Request);
        }
        catch (EntraErrorException refusal)
        {
            await ErrorPage.WriteAsync(context, errors.Describe(context, refusal.Error));
            return;
        }

        var ended = sessions.End(context);
        var back = parameters.Optional("post_logout_redirect_uri");
        var isRegistered = back is not null && directory.Applications.Any(client => RedirectUris.PlatformOf(client, back) is not null);
        await SignedOutPage.WriteAsync(context, isRegistered ? WithState(back!, parameters.Optional("state")) : null, FrontChannels(ended));
    }

    private static string WithState(string address, string? state) =>
        state is null ? address : Forms.WithQuery(address, $"state={Uri.EscapeDataString(state)}");

    /// <summary>Applications that want to know of it (OpenID Connect Front-Channel Logout 1.0).</summary>
    private List<string> FrontChannels(SignInSession? ended) => ended is null ? [] :
    [
        .. directory.Applications.Select(client => client.Details.Object("web")?.Text("logoutUrl")).OfType<string>()
            .SelectMany(_ => ended.Accounts, (address, account) => Forms.WithQuery(address, $"sid={account.SessionId}")),
    ];
}
