using System.Collections.Frozen;

namespace FunctionsObo.Tool.Explaining;

/// <summary>What the codes of the engine's problem bodies mean, and for whom they are something to do. A test compares them with the engine's.</summary>
internal static class ProblemCodes
{
    private const string OfTheClient = "The client must";

    private static readonly FrozenDictionary<string, Advice> Ours = new Dictionary<string, Advice>(StringComparer.Ordinal)
    {
        ["no_credentials"] = new("The request has no bearer token.", $"{OfTheClient} get a token for this API and send it as 'Authorization: Bearer …'. The challenge says where."),
        ["several_credentials"] = new("The request has more than one credential.", $"{OfTheClient} send one Authorization header, and no token in the query. See whether a gateway adds one."),
        ["malformed_credentials"] = new("The header Authorization is not 'Bearer', a space and a token.", $"{OfTheClient} send exactly that. Often the word Bearer stands there twice, or quotes are around the token."),
        ["oversized_token"] = new("The token is larger than the API takes.", "Leave groups out of the token: limit the group claims to those assigned to the application."),
        ["malformed_token"] = new("The token is no JWT of three parts.", $"{OfTheClient} send the access token as it got it. It may be cut off, or be another thing, such as an authorization code."),
        ["encrypted_token"] = new("The token is encrypted.", "Remove the token encryption key from the API's registration (tokenEncryptionKeyId)."),
        ["unsupported_token"] = new("The token has an algorithm, type or header that the API does not take.", $"{OfTheClient} get it from the right place. The log names the header; algorithms are in AzureAd:AllowedAlgorithms."),
        ["invalid_claims"] = new("A claim is missing, twice there, or of the wrong type.", "The log names the claim. Tokens of Entra have it: see who made this one."),
        ["token_expired"] = new("The token has expired.", $"{OfTheClient} get a new one: ask MSAL each time, and do not keep tokens. If it is new, a clock is wrong."),
        ["token_not_yet_valid"] = new("The token is not valid yet.", "A clock is wrong: set that of the machine that the API runs on."),
        ["wrong_audience"] = new("The token is for another API.", $"{OfTheClient} ask for a scope of this API; a token for Microsoft Graph is not for it. If aud is this API's App ID URI, add it to AzureAd:Audiences."),
        ["wrong_issuer"] = new("The token is of another issuer than the tenant that AzureAd:Instance and AzureAd:TenantId name.", "Compare iss and tid with both. 'sts.windows.net' is the issuer of v1 tokens: set requestedAccessTokenVersion to 2."),
        ["wrong_version"] = new("The token is of another version than AzureAd:TokenVersions accepts.", "Set requestedAccessTokenVersion to 2 in the manifest of this API's registration; new tokens follow. Or accept version 1.0, too."),
        ["wrong_tenant"] = new("The tenant of the token is not admitted.", "If it is to be, add it to AzureAd:AllowedTenants. Personal accounts need AzureAd:TenantId common."),
        ["wrong_client"] = new("The client application of the token is not admitted.", "If it is to be, add its client id (azp or appid) to AzureAd:AllowedClientApplications."),
        ["wrong_signature"] = new("The signature is not that of a key of the identity platform.", "See that the token is whole, is of the same cloud, and that the app has no signing key of its own. A token for Microsoft Graph cannot be checked by others."),
        ["not_an_access_token"] = new("The token is no access token for a user or an app: an ID token, or one with neither scp nor roles.", $"{OfTheClient} send its access token. An app needs an app role that an administrator has assigned."),
        ["identity_platform_unavailable"] = new("The API cannot reach the identity platform, or that is down or throttles.", "Wait as Retry-After says. If it stays, the API's log says why: DNS, firewall, proxy, TLS."),
        ["key_not_known_yet"] = new("The key of the token is not known here yet.", "Try again after Retry-After: keys are looked up once per AzureAd:UnknownKeyCooldown."),
        ["not_declared"] = new("The function does not say who may call it.", "Add [RequiredScope], [RequiredAppRole] or [AllowAnonymous] to the function."),
        ["user_required"] = new("The function is for users, and the token is an app's.", $"{OfTheClient} get a token for a signed-in user; or add [RequiredAppRole] to the function."),
        ["app_required"] = new("The function is for apps, and the token is a user's.", $"{OfTheClient} use client credentials; or add [RequiredScope] to the function."),
        ["role_missing"] = new("The token lacks the app role that the function asks for.", "Assign the app role to the calling app, with admin consent; then get a new token."),
        ["scope_missing"] = new("The token lacks the scope that the function asks for.", $"{OfTheClient} ask for the scope that the challenge names, and the user or an administrator consent to it."),
        ["consent_required"] = new("Nobody has consented to what the API does with the downstream API for this user.", "Grant admin consent to the API's permissions; or list the client in the API's knownClientApplications, so that one consent is for both. 'scopes' names the permissions."),
        ["user_action_required"] = new("The user must do something: a second factor, a device, a new sign-in.", $"{OfTheClient} ask for a token with the claims of the challenge (explain its WWW-Authenticate). Without claims in it, the client did not declare the capability cp1."),
        ["token_refused"] = new("The identity platform no longer takes the user's token.", $"{OfTheClient} get a new one: it expired meanwhile, or was revoked."),
        ["session_unknown"] = new("There is no such long-running session of this user.", "Begin it again while the user is there: the session has ended, was stopped, or lived in the memory of a process that has ended."),
        ["session_store_unavailable"] = new("The store that long-running sessions are kept in does not answer.", "Wait as Retry-After says: the sessions go on when it is back. If it stays, the API's log says why in event 701."),
        ["misconfigured"] = new("This API's own registration, credential or scopes are wrong.", "The API's log has the AADSTS number: explain it."),
        ["unexpected"] = new("Something was thrown that nobody foresaw.", "Look in the API's log for the traceId of the body."),
        ["cancelled"] = new("The caller left before the answer was ready.", null),
        ["malformed_address"] = new("The Host header is missing, or no host's name.", "See what the proxy before the API sends as Host."),
        ["downstream_timeout"] = new("The downstream API did not answer in time.", "See whether it is slow; the times are DownstreamApis:…:Timeout and AttemptTimeout."),
        ["downstream_unreachable"] = new("The downstream API cannot be reached.", "Check DownstreamApis:…:BaseUrl, DNS, firewall and proxy: the API's log says which it is."),
        ["downstream_unreadable"] = new("The downstream API's answer cannot be used.", "See whether it is JSON, and whether DownstreamApis:…:MaxResponseBytes is enough. A proxy's page is no answer either."),
        ["downstream_circuit_open"] = new("The downstream API has kept failing and is not called for a while.", "Wait as Retry-After says; see in the log how it failed."),
        ["downstream_busy"] = new("Too many calls to the downstream API are under way.", "Wait as Retry-After says; the limit is DownstreamApis:…:MaxConcurrency."),
        ["not_found"] = new("The downstream API has no such thing, or not for this caller.", "See whether the thing exists, and whether the user may see it."),
        ["downstream_forbidden"] = new("The downstream API does not allow it to this user.", "See which permission or role it asks for: add the scope to DownstreamApis:…:Scopes and consent, or give the user the right there."),
        ["downstream_conflict"] = new("The downstream API has something else in this place.", "Read it again, and decide anew."),
        ["precondition_failed"] = new("Somebody has changed it since it was read.", "Read it again, and send the new ETag as If-Match."),
        ["downstream_throttled"] = new("The downstream API asks to wait.", "Wait as Retry-After says; call it less often."),
        ["downstream_failed"] = new("The downstream API failed.", "Give its operator the request id of the API's log."),
        ["unusable_path"] = new("A value of the request cannot stand in a path.", $"{OfTheClient} send another value: dots, slashes and control characters could lead to another place."),
        ["unusable_etag"] = new("If-Match or If-None-Match is no ETag that can be sent on.", $"{OfTheClient} send the ETag as it got it, with its quotes."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Known => Ours.Keys;

    public static bool IsKnown(string code) => Ours.ContainsKey(code);

    public static Explanation Explain(string code) => Ours.TryGetValue(code, out var advice)
        ? new("problem", code, advice.Meaning, advice.Fix)
        : new("problem", Output.Shown.Of(code), "This code is not the engine's.", "Look for it in the app: it is a ProblemException of its own, or another API's answer.");
}
