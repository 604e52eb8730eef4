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

    /// <summary>For everybody in the tenant, whoever signs in later.</summary>
    public static Task WriteForOrganizationAsync(HttpContext context, PendingSignIn signIn, string handle, IReadOnlyList<Asked> asked) => Page.WriteAsync(
        context,
        "Permissions requested: review for your organization",
        $"""
        <p><strong>{Page.Encode(signIn.Request.Destination.Client.Name)}</strong> (<code>{signIn.Request.Destination.Client.ClientId}</code>, unverified) asks {Page.Encode(signIn.Account!.User.Mail)}
        on behalf of the organization {Page.Encode(signIn.Tenant!.Domain)}. If you accept, nobody in your organization is asked again:</p>
        {(asked.Count > 0 ? List(asked) : "<p>Its registration lists no permission.</p>")}
        {Page.Form(Action, handle, "<button class=\"primary\" name=\"answer\" value=\"accept\">Accept</button><button name=\"answer\" value=\"cancel\">Cancel</button>")}
        """,
        signIn.Request.Destination.RedirectUri);

    /// <summary>When only an administrator may agree.</summary>
    /// <param name="context">The request.</param>
    /// <param name="request">The sign-in.</param>
    /// <param name="handle">Its name in forms.</param>
    /// <param name="asked">What for.</param>
    /// <param name="canRequest">Whether the user can ask the administrators.</param>
    public static Task WriteNeedsAdministratorAsync(HttpContext context, AuthorizeRequest request, string handle, IReadOnlyList<Asked> asked, bool canRequest)
    {
        const string Leave = """<button name="answer" value="needsAdministrator">Return to the application without granting consent</button>""";
        const string Ask = """
            <label for="reason">Enter justification for requesting this app</label>
            <input id="reason" name="reason" type="text" maxlength="500" autocomplete="off"><button class="primary" name="answer" value="requestApproval">Request approval</button>
            """;
        return Page.WriteAsync(
            context,
            canRequest ? "Approval required" : "Need admin approval",
            $"""
            <p><strong>{Page.Encode(request.Destination.Client.Name)}</strong> needs permission to access resources in your organization that only an administrator can grant (AADSTS{(canRequest ? 90095 : 90094)}):</p>
            {List(asked)}
            {Page.Form(Action, handle, canRequest ? Ask + Leave : Leave)}
            """,
            request.Destination.RedirectUri);
    }

    /// <summary>The request is written down.</summary>
    public static Task WriteRequestedAsync(HttpContext context, AuthorizeRequest request, string handle) => Page.WriteAsync(
        context,
        "Request sent",
        $"""
        <p>An administrator decides about <strong>{Page.Encode(request.Destination.Client.Name)}</strong> at <a href="{ConsentReviewPage.Address}">{ConsentReviewPage.Address}</a>. Sign in again when it is done.</p>
        {Page.Form(Action, handle, "<button class=\"primary\" name=\"answer\" value=\"requested\">Back to the application</button>")}
        """,
        request.Destination.RedirectUri);

    /// <summary>What is asked for, as a list.</summary>
    public static string List(IEnumerable<Asked> asked) => $"<ul>{string.Concat(asked.SelectMany(one => one.Names, Item))}{string.Concat(asked.SelectMany(one => one.Roles, RoleItem))}</ul>";

    private static string Item(Asked asked, string name)
    {
        var scope = Entitlements.Scopes(asked.Resource).FirstOrDefault(one => one.Text("value") == name);
        var title = scope?.Text("userConsentDisplayName") ?? scope?.Text("adminConsentDisplayName") ?? name;
        return Item(asked, name, title);
    }

    private static string RoleItem(Asked asked, string name)
    {
        var role = Entitlements.Roles(asked.Resource).FirstOrDefault(one => one.Text("value") == name);
        return Item(asked, name, $"{role?.Text("displayName") ?? name}, without a signed-in user");
    }

    private static string Item(Asked asked, string name, string title) =>
        $"<li>{Page.Encode(title)} <small>({Page.Encode(name)} of {Page.Encode(asked.Resource.Name)}, for {Page.Encode(asked.Client.Name)})</small></li>";
}
