using System.Globalization;
using EntraEmulator.Errors;
using EntraEmulator.Grants;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.SignIn;

/// <summary>
/// A request for a sign-in, checked. It stays on the server while pages are shown. See
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code.
/// </summary>
internal sealed record AuthorizeRequest(Destination Destination, string Scope, IReadOnlyList<ScopeRequest> Scopes)
{
    private static readonly string[] Prompts = ["none", "login", "consent", "select_account"];

    public ClaimsRequest Claims { get; private init; } = ClaimsRequest.None;

    public string? Nonce { get; private init; }

    public CodeChallenge? Challenge { get; private init; }

    /// <value>none, login, consent, select_account, or null.</value>
    public string? Prompt { get; private init; }

    public string? LoginHint { get; private init; }

    public string? SessionId { get; private init; }

    /// <value>The <c>oid</c> of a token that the client had before: the user who is expected. It chooses among those who are signed in, and proves nothing.</value>
    public string? ExpectedUser { get; private init; }

    /// <value>How old the sign-in may be.</value>
    public TimeSpan? MaxAge { get; private init; }

    /// <value>What client_info asks for: who signed in, beside the code.</value>
    public bool WantsClientInfo { get; private init; }

    public bool IsSilent => Prompt == "none";

    /// <exception cref="EntraErrorException">It is for the client: the redirect URI is proven.</exception>
    public static AuthorizeRequest Read(AuthorizeParameters parameters, Destination destination)
    {
        CheckResponse(parameters);
        if (parameters.Optional("prompt") is { } prompt && !Prompts.Contains(prompt, StringComparer.Ordinal))
            throw Refuse.With("invalid_request", 90023, $"Unsupported 'prompt' value '{prompt}'.");
        var scope = parameters.Required("scope");
        return new(destination, scope, ScopeRequest.ParseAll(scope))
        {
            Claims = ClaimsRequest.Read(parameters.Optional("claims")),
            Nonce = parameters.Optional("nonce"),
            Challenge = CodeChallenge.Read(parameters, destination.Platform),
            Prompt = parameters.Optional("prompt"),
            LoginHint = parameters.Optional("login_hint"),
            SessionId = parameters.Optional("sid"),
            ExpectedUser = parameters.Optional("id_token_hint") is not { } hint ? null
                : Jws.Parse(hint)?.Claim("oid") ?? throw Refuse.MalformedToken("invalid_request", "The parameter 'id_token_hint' has to be an ID token with the claim 'oid'."),
            MaxAge = parameters.Optional("max_age") is not { } age ? null
                : int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
                : throw Refuse.Malformed("The parameter 'max_age' has to be a number of seconds."),
            WantsClientInfo = parameters.Optional("client_info") == "1",
        };
    }

    /// <summary>A request for an administrator's consent. See https://learn.microsoft.com/entra/identity-platform/v2-admin-consent.</summary>
    /// <param name="parameters">The request.</param>
    /// <param name="destination">Who asks.</param>
    /// <param name="isListed">Whether it is for what the registration lists, as in version 1.0, and names no scope.</param>
    /// <exception cref="EntraErrorException">It is for the client.</exception>
    public static AuthorizeRequest ReadForOrganization(AuthorizeParameters parameters, Destination destination, bool isListed)
    {
        var scope = isListed ? "" : parameters.Required("scope");
        return new(destination, scope, isListed ? [] : ScopeRequest.ParseAll(scope));
    }

    private static void CheckResponse(AuthorizeParameters parameters)
    {
        switch (parameters.Required("response_type"))
        {
            case "code": break;
            case "id_token" or "code id_token" or "id_token token" or "token" or "code token":
                throw Refuse.With("unsupported_response_type", 700054, "response_type 'id_token' is not enabled for the application.");
            case var other:
                throw Refuse.With("unsupported_response_type", 70005, $"The response type '{other}' is not supported.");
        }

        if (ResponseModes.Find(parameters.Optional("response_mode")) is null)
            throw Refuse.With("invalid_request", 70007, $"'{parameters.Optional("response_mode")}' is not a supported value of 'response_mode' when requesting a token.");
    }
}
