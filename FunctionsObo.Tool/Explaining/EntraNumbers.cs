using System.Collections.Frozen;
using FunctionsObo.OnBehalfOf.Exchange;

namespace FunctionsObo.Tool.Explaining;

/// <summary>
/// What Entra's numbers mean for an API that calls others on behalf of the user (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
/// Those about the app's registration and credential are the engine's, which writes them into its log.
/// </summary>
internal static class EntraNumbers
{
    private const string ToAdministrator = "Nothing in this API: relay the answer to the client, and ask the tenant's administrator which policy it is. The sign-in logs name it.";
    private const string SignInAgain = "The client must let the user sign in again.";
    private const string OtherAccount = "Sign in with an account of this tenant, invite the account as a guest, or make the registration multi-tenant.";
    private const int NoConsent = 65001;
    private const string WhoseConsent = "The app is the one whose id the error text names: this API, or its client.";
    private const string Gone = "The grant or refresh token can no longer be used.";

    private static readonly FrozenDictionary<int, Advice> Ours = new Dictionary<int, Advice>
    {
        [50011] = new("The redirect URI is not one of the client's.", "Add it to the registration of the client, not of this API."),
        [50013] = new("The token that was sent as the user's is not taken: it is for another app, of another tenant or version, or signed with a key of its own.", "Compare its aud with AzureAd:ClientId: explain the token. The client must ask for a scope of this API."),
        [500131] = new("The token that was sent as the user's is for another app.", "The client must ask for a scope of this API, such as api://{this client id}/access_as_user."),
        [500133] = new("The token that was sent as the user's has expired on the way.", "The client must get a new one; see that the clocks are right."),
        [50020] = new("The account is of another tenant or identity provider, and not known in this one.", OtherAccount),
        [50034] = new("There is no such account in this tenant.", OtherAccount),
        [51004] = new("There is no such account in this tenant.", OtherAccount),
        [50076] = new("The user must prove themselves with a second factor for the downstream API.", "Let the API relay the claims challenge (it does so by itself): the client asks again with these claims. The client should declare the capability cp1."),
        [50079] = new("The user must first register for a second factor.", "Let the API relay the claims challenge (it does so by itself): the client asks again, and the user is led through it."),
        [50105] = new("The app demands that users are assigned, and this one is not.", "Assign the user or a group under Enterprise applications, or switch 'Assignment required' off."),
        [501051] = new("The app demands assignment, and the calling app is not assigned.", "Give the calling app an app role under Enterprise applications, or switch 'Assignment required' off."),
        [50173] = new("The grant was revoked, as by a new password.", SignInAgain),
        [50194] = new("The app is for one tenant, and the request went to /common or /organizations.", "Use the tenant's id in the client's authority and in AzureAd:TenantId, or make the registration multi-tenant."),
        [50196] = new("The same request came over and over.", "Keep tokens instead of asking anew, and do not retry when the user must act."),
        [53000] = new("Conditional access: the device is not compliant.", ToAdministrator),
        [53001] = new("Conditional access: the device is not joined to the domain.", ToAdministrator),
        [53003] = new("Conditional access blocks the token.", ToAdministrator),
        [65002] = new("A client of Microsoft's (Azure CLI, Visual Studio) is not pre-authorised for this API.", "Add its client id with the scope under 'Expose an API' as an authorised client application."),
        [65004] = new("The user declined to consent.", "Ask the user again, or have an administrator consent."),
        [90094] = new("An administrator must consent; the user may not.", "Have an administrator of the tenant consent to the app's permissions."),
        [90095] = new("An administrator must consent; the user's request was sent to one.", "Wait for the administrator, or ask one to consent to the app's permissions."),
        [65005] = new("The registration does not list the permissions that it asks for.", "Add them under API permissions, and consent to them."),
        [650056] = new("The registration is not complete: it lists no permissions, or nobody consented, or the issuer of the request is another app.", "Add the permissions under API permissions, and consent to them."),
        [650052] = new("The downstream API has no service principal in this tenant: nobody there has subscribed to it or consented.", "Have an administrator of the tenant consent to that API first."),
        [650053] = new("The scope does not exist on that API.", "Correct the spelling in DownstreamApis:…:Scopes, or add the scope at the API."),
        [28000] = new("The scopes are not those of one API.", "Put only scopes of one API into one DownstreamApis:…:Scopes."),
        [700022] = new("The scopes are of several APIs, and a token is for one.", "Make each API an entry of DownstreamApis of its own; do not mix .default with others."),
        [700023] = new("The scopes are of no API.", "Write each scope with its API: api://{id}/Orders.Read."),
        [700025] = new("The app is registered as a public client, and a secret or certificate was sent.", "Register it as a web app: a confidential client. 'Allow public client flows' is for the client, not for this API."),
        [70000] = new(Gone, SignInAgain),
        [700082] = new($"{Gone} It was not used for too long.", SignInAgain),
        [70043] = new($"{Gone} It is too old by the sign-in frequency of a policy.", SignInAgain),
        [700229] = new("The federated credential's token is a user's.", "Use the token of the managed identity or workload itself: only app tokens are taken."),
        [7000114] = new("The app may not exchange tokens on behalf of the user.", "Remove claims mapping and custom signing keys from the app, and see that it is not restricted by a policy."),
        [1002012] = new("A call as the app asked for a scope that is not .default.", "Set the one scope {resource}/.default with DownstreamApis:…:RequestAppToken."),
        [240002] = new("An ID token was sent as the user's access token.", "The client must send the access token that it gets for a scope of this API."),
        [501461] = new("The app maps claims: tokens for it need a signing key of its own, or an audience that is a GUID.", "Remove the claims mapping, or accept mapped claims by the client id as audience."),
        [90072] = new("The account is of another tenant, and not a guest of this one.", OtherAccount),
        [90009] = new("The app asks for a token for itself, by its App ID URI.", "Use the client id, a GUID, in place of the URI."),
        [900144] = new("The request lacks a parameter; the text names it.", "Send it. When MSAL sends the request, look at proxies that change it."),
        [9002313] = new("The request is malformed.", "Look at the parameter that the text names, and at proxies that change requests."),
        [901002] = new("The parameter resource was sent, which the v2.0 endpoint does not take.", "Leave it out, and name the API in the scope."),
        [9010010] = new("The parameter resource is not the API that the scope names.", "Leave it out, or make the App ID URI the one that clients send as resource."),
        [9001023] = new("This grant does not work at /common or /consumers.", "Use the tenant's id in AzureAd:TenantId, or in the client's authority."),
    }.ToFrozenDictionary();

    public static IEnumerable<int> Known => Ours.Keys.Concat(RegistrationFault.Numbers).Order();

    public static Explanation Explain(int number)
    {
        var advice = Find(number);
        var page = $"https://login.microsoftonline.com/error?code={number}";
        if (number == NoConsent) advice = advice! with { Fix = $"{advice.Fix} {WhoseConsent}" };
        return advice is null
            ? new("AADSTS", $"AADSTS{number}", "This number is not known here.", $"See Microsoft's page for it: {page}")
            : new("AADSTS", $"AADSTS{number}", advice.Meaning, advice.Fix);
    }

    private static Advice? Find(int number)
    {
        if (Ours.TryGetValue(number, out var ours)) return ours;
        if (RegistrationFault.Find(number) is not { } fault) return null;

        // The engine's are one sentence: what is wrong, a colon, what to do.
        var (wrong, fix) = fault.ToString().Split(": ", 2) is [var before, var after] ? ($"{before}.", $"{char.ToUpperInvariant(after[0])}{after[1..]}") : (fault.ToString(), null);
        return new Advice(wrong, fix);
    }
}
