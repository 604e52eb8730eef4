using EntraEmulator.Errors;
using EntraEmulator.Graph;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.SignIn.Pages;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.SignIn;

/// <summary>
/// Ends the session of this browser, and goes back only to an address that some application registered. Tokens live on. See
/// https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#send-a-sign-out-request.
/// </summary>
internal sealed class LogoutEndpoint(EmulatorUrls urls, KeyRing keys, TenantDirectory directory, SignInSessions sessions, EntraErrorAnswer errors)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/{tenant}/oauth2/v2.0/logout", ["GET", "POST"], AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        AuthorizeParameters parameters;
        try
        {
            parameters = await AuthorizeParameters.ReadAsync(context.Request);
            if (parameters.Optional("id_token_hint") is { } hint) await CheckAsync(hint);
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

    /// <summary>It says whose sign-out it is, and only a token of this server can. It may have expired.</summary>
    private async Task CheckAsync(string hint)
    {
        var token = Jws.Parse(hint);
        if (token?.Header("kid") is not { } id || keys.Find(id) is not { } key || !await token.IsSignedWithAsync(key.SecurityKey))
            throw Refuse.With("invalid_request", 50061, "Unable to complete sign out. The request was invalid: 'id_token_hint' is no token of this server.");
    }

    private static string WithState(string address, string? state) =>
        state is null ? address : Forms.WithQuery(address, $"state={Uri.EscapeDataString(state)}");

    /// <summary>The applications that the session was used for, if they want to know (https://openid.net/specs/openid-connect-frontchannel-1_0.html).</summary>
    private List<string> FrontChannels(SignInSession? ended) =>
    [
        .. from account in ended?.Accounts ?? []
           from client in account.Clients.Keys
           let address = directory.FindApplication(client)?.Details.Object("web")?.Text("logoutUrl")
           where address is not null
           select Forms.WithQuery(address, $"iss={Uri.EscapeDataString(urls.Issuer(account.User.TenantId))}&sid={account.SessionId}"),
    ];
}
