using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Grants;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.SignIn;

/// <summary>The code of a sign-in, redeemed. See https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token.</summary>
internal sealed class AuthorizationCodeGrant(OneTime<AuthorizationCode> codes, Permissions permissions, UserTokens tokens, TimeProvider time) : IGrant
{
    public string GrantType => "authorization_code";

    public string Name => "authorization_code";

    public bool IsForPage(TokenForm form) => codes.Find(form.Optional("code") ?? "")?.Request.Destination.Platform == ClientPlatform.Spa;

    public Task<JsonObject> AnswerAsync(GrantRequest request)
    {
        var text = request.Form.Required("code");
        var redirectUri = request.Form.Required("redirect_uri");
        var (code, outcome) = codes.Take(text);
        if (code is null) throw Refused(outcome);
        var destination = code.Request.Destination;
        if (request.Client.Application.ClientId != destination.Client.ClientId) throw Refuse.Grant(70000, "The provided value for the 'code' parameter is not valid. The code was issued to another client.");
        if (request.Tenant.Tenant is { } tenant && tenant != code.Tenant) throw Refuse.Grant(700005, "Provided authorization code is intended to use against other tenant, thus rejected.");
        if (!string.Equals(redirectUri, destination.RedirectUri, StringComparison.Ordinal)) throw Refuse.Grant(500112, $"The reply address '{redirectUri}' does not match the reply address '{destination.RedirectUri}' provided when requesting Authorization code.");
        code.Request.Challenge?.Check(request.Form.Optional("code_verifier"));

        var asked = request.Form.Optional("scope") is { } scope ? ScopeRequest.Parse(scope) : code.Request.Scopes[0];
        if (asked.Resource is null) asked = code.Request.Scopes[0] with { Text = asked.Text };
        var granted = permissions.OfSignIn(request.Client.Application, code.Tenant, code.SignedIn.User, asked with { OpenId = AsksFor(code, "openid"), OpenIdNames = code.Request.Scopes[0].OpenIdNames, OfflineAccess = AsksFor(code, "offline_access") });
        return Task.FromResult(tokens.Answer(request, code.Tenant, code.SignedIn.User, granted, new SignInFacts(code.Request.Nonce, code.SignedIn.SessionId)
        {
            Contexts = code.Request.Claims.Contexts,
            At = code.Request.MaxAge is not null || code.Request.Claims.AuthTime ? code.SignedIn.At : null,
            PageEndsOn = destination.Platform == ClientPlatform.Spa ? time.GetUtcNow() + RefreshTokens.LifetimeOfPage : null,
        }));
    }

    private static bool AsksFor(AuthorizationCode code, string scope) => code.Request.Scope.Split(' ').Contains(scope, StringComparer.OrdinalIgnoreCase);

    private static EntraErrorException Refused(Taking outcome) => outcome switch
    {
        Taking.Again => Refuse.Grant(54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."),
        Taking.TooLate => Refuse.Grant(70008, "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource."),
        _ => Refuse.Grant(70000, "Provided grant is invalid or malformed."),
    };
}
