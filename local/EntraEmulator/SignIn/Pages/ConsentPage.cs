using EntraEmulator.Graph;
using EntraEmulator.Graph.Applications;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>Which application wants what of which API, and a yes or a no.</summary>
internal static class ConsentPage
{
    public const string Action = "/signin/consent";

    /// <param name="context">The request.</param>
    /// <param name="request">The sign-in.</param>
    /// <param name="handle">Its name in forms.</param>
    /// <param name="user">Who is asked.</param>
    /// <param name="asked">What for.</param>
    /// <param name="forAll">Whether this user may agree for everybody.</param>
    public static Task WriteAsync(HttpContext context, AuthorizeRequest request, string handle, User user, IReadOnlyList<Asked> asked, bool forAll)
    {
        var everybody = forAll ? """<p><label><input type="checkbox" name="everybody" value="yes"> Consent on behalf of your organization</label></p>""" : "";
        return Page.WriteAsync(
            context,
            "Permissions requested",
            $"""
            <p><strong>{Page.Encode(request.Destination.Client.Name)}</strong> (<code>{request.Destination.Client.ClientId}</code>, unverified) asks {Page.Encode(user.Mail)} for:</p>
            {List(asked)}
            {Page.Form(Action, handle, $"{everybody}<button class=\"primary\" name=\"answer\" value=\"accept\">Accept</button><button name=\"answer\" value=\"cancel\">Cancel</button>")}
            """,
            request.Destination.RedirectUri);
    }

    /// <summary>When only an administrator may agree.</summary>
    public static Task WriteNeedsAdministratorAsync(HttpContext context, AuthorizeRequest request, string handle, IReadOnlyList<Asked> asked) => Page.WriteAsync(
        context,
        "Need admin approval",
        $"""
        <p><strong>{Page.Encode(request.Destination.Client.Name)}</strong> needs permission to access resources in your organization that only an administrator can grant (AADSTS90094):</p>
        {List(asked)}
        {Page.Form(Action, handle, "<button class=\"primary\" name=\"answer\" value=\"needsAdministrator\">Return to the application without granting consent</button>")}
        """,
        request.Destination.RedirectUri);

    private static string List(IEnumerable<Asked> asked) => $"<ul>{string.Concat(asked.SelectMany(one => one.Names, Item))}</ul>";

    private static string Item(Asked asked, string name)
    {
        var scope = Entitlements.Scopes(asked.Resource).FirstOrDefault(one => one.Text("value") == name);
        var title = scope?.Text("userConsentDisplayName") ?? scope?.Text("adminConsentDisplayName") ?? name;
        return $"<li>{Page.Encode(title)} <small>({Page.Encode(name)} of {Page.Encode(asked.Resource.Name)}, for {Page.Encode(asked.Client.Name)})</small></li>";
    }
}
