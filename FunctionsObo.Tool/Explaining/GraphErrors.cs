using System.Text.Json;
using FunctionsObo.Authentication;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Explaining;

/// <summary>
/// Errors of Microsoft Graph (https://learn.microsoft.com/graph/errors), as this API meets them downstream and as whoever registers it meets
/// them in the directory. The codes of the details say more than the code.
/// </summary>
internal static class GraphErrors
{
    private static readonly Dictionary<string, Advice> Codes = new(StringComparer.Ordinal)
    {
        ["InvalidAuthenticationToken"] = new("Graph does not take the token: it has expired, is for another API, or is broken.", "Send a token whose aud is Graph: functions-obo explain shows it. This API exchanges its caller's token for one; it must not pass the caller's own on."),
        ["Authorization_RequestDenied"] = new("The token is good, its rights do not suffice: a permission, or for changes in the directory a role of the user.", "Compare scp or roles of the token with what the call needs on Microsoft's page of it; grant consent, or let somebody with the role do it."),
        ["Authorization_IdentityNotFound"] = new("The tenant does not know the application or user of the token.", "See that the app has a service principal in this tenant. A new one takes some minutes to be seen."),
        ["Request_ResourceNotFound"] = new("What the address names is not there, or not yet: what was just made is seen everywhere only after some seconds to minutes.", "Wait and ask again; if it stays so, compare the id: an application has an object id and a client id (appId), which differ."),
        ["Request_BadRequest"] = new("Graph refuses the content of the request.", "Its message and the codes of its details say which part."),
        ["Request_MultipleObjectsWithSameKeyValue"] = new("It is there already: a service principal of this application, or a grant of this client for this API.", "Read what is there, and change it."),
        ["Request_UnsupportedQuery"] = new("Graph cannot answer this filter or this order.", "Filter by properties that its page names as filterable."),
        ["Directory_ConcurrencyViolation"] = new("Somebody else changed the object at the same time.", "Read it again, then repeat the change."),
        ["TooManyRequests"] = new("Graph throttles.", "Wait as long as Retry-After says."),
        ["ObjectConflict"] = new("Another object has this value already, for example the same App ID URI.", "Use api://{client id}, which is the app's own; or take the value from the other one."),
        ["NoBackingApplicationObject"] = new("A service principal needs an application, and there is none with this id here, or not yet.", "Wait if it was just made; else compare the client id."),
        ["CannotDeleteOrUpdateEnabledEntitlement"] = new("An enabled scope or app role can be neither removed nor renamed.", "Disable it first (isEnabled false), then remove it. A list is replaced as a whole: send the others along."),
        ["CredentialInvalidLifetimeAsPerAppPolicy"] = new("A policy of the tenant allows only shorter lives of secrets.", "Ask for an earlier end, or use a certificate or a managed identity."),
        ["CredentialTypeNotAllowedAsPerAppPolicy"] = new("A policy of the tenant allows no secrets.", "Use a certificate, or a managed identity with a federated credential."),
        ["SignInAudienceNotAllowedAsPerAppPolicy"] = new("A policy of the tenant allows only applications of this one tenant.", "Set signInAudience to AzureADMyOrg."),
        ["HostNameNotOnVerifiedDomain"] = new("The App ID URI names a domain that is not the tenant's.", "Use api://{client id}."),
        ["ServiceTreeValueMissing"] = new("The tenant asks for a reference to its service catalogue.", "Set serviceManagementReference."),
        ["KeyNotUpdatable"] = new("A credential that exists cannot be changed.", "Add a new one, then remove the old one."),
    };

    public static bool IsOne(JsonElement body) => body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && error.Text("code") is not null;

    /// <returns>What to do about the first of these codes that is known here; null when none is.</returns>
    public static string? FixOf(IReadOnlyList<string> codes) => codes.Select(code => Codes.GetValueOrDefault(code)?.Fix).FirstOrDefault(fix => fix is not null);

    /// <summary>The most telling code that is known here.</summary>
    public static Explanation Explain(JsonElement error)
    {
        string[] codes = [.. DetailCodes(error), error.Text("code")!];
        var code = Array.Find(codes, Codes.ContainsKey) ?? codes[^1];
        var advice = Codes.GetValueOrDefault(code) ?? new Advice("This code is not known here.", "See https://learn.microsoft.com/graph/errors, and what the message says.");
        return new("Microsoft Graph", Shown.Of(code), advice.Meaning, advice.Fix) { Details = [.. Details(error)] };
    }

    private static IEnumerable<string> DetailCodes(JsonElement error) => error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array
        ? details.EnumerateArray().Where(detail => detail.ValueKind == JsonValueKind.Object).Select(detail => detail.Text("code")).OfType<string>()
        : [];

    private static IEnumerable<Detail> Details(JsonElement error)
    {
        foreach (var name in (string[])["code", "message"])
        {
            if (error.Text(name) is { Length: > 0 } value) yield return new(name, Shown.Of(value));
        }

        // Graph spells it both ways.
        if (!error.TryGetProperty("innerError", out var inner) && !error.TryGetProperty("innererror", out inner)) yield break;
        if (inner.ValueKind != JsonValueKind.Object) yield break;
        foreach (var name in (string[])["date", "request-id", "client-request-id"])
        {
            if (inner.Text(name) is { Length: > 0 } value) yield return new(name, Shown.Of(value));
        }
    }
}
