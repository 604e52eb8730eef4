using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DevStack.DownstreamApis.Authentication;

/// <summary>ASP.NET's authentication scheme for bearer access tokens (RFC 6750), with the refusals in the API's own shape.</summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<BearerTokenOptions> scheme, ILoggerFactory logger, UrlEncoder encoder, DownstreamTokenCheck check, IApi api, DownstreamApiOptions options)
    : AuthenticationHandler<BearerTokenOptions>(scheme, logger, encoder)
{
    public const string SchemeName = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
            return AuthenticateResult.NoResult();
        if (header.Count > 1 || header[0] is not { } value || !value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.Fail("The Authorization header is not one bearer token.");
        try
        {
            var user = await check.CheckAsync(value["Bearer ".Length..], Context.RequestAborted);
            ContinuousAccess.Check(user, api, options.IdentityProvider);
            return AuthenticateResult.Success(new AuthenticationTicket(user, SchemeName));
        }
        catch (Exception refusal) when (refusal is TokenRefusedException or ClaimsNeededException)
        {
            return AuthenticateResult.Fail(refusal);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        var challenge = $"Bearer realm=\"\", authorization_uri=\"{options.IdentityProvider.Address}common/oauth2/v2.0/authorize\"";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = failure switch
        {
            null => challenge,
            ClaimsNeededException needed => $"{challenge}, error=\"insufficient_claims\", claims=\"{needed.Base64}\"",
            _ => $"{challenge}, error=\"invalid_token\", error_description=\"{failure.Message}\"",
        };
        await api.WriteRefusalAsync(Context, failure?.Message ?? "Access token is missing.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return api.WriteRefusalAsync(Context, "The token lacks the permission that this operation needs.");
    }
}

/// <summary>ASP.NET wants options per scheme; everything to configure is in <see cref="DownstreamApiOptions"/>.</summary>
internal sealed class BearerTokenOptions : AuthenticationSchemeOptions;
