using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>The administrator's list of what users ask for.</summary>
internal static class ConsentReviewPage
{
    public const string Address = "/adminconsentrequests";

    public const string AccountAction = "/adminconsentrequests/account";

    public const string DecisionAction = "/adminconsentrequests/decision";

    private const string Title = "Admin consent requests";

    public static Task WriteAccountsAsync(HttpContext context, IEnumerable<User> administrators)
    {
        var buttons = string.Concat(administrators.Select(user => Page.UserButton(user)));
        var content = buttons.Length > 0 ? Page.Form(AccountAction, "", buttons) : "<p>No user of the directory has a role: give one <code>directoryRoles</code>.</p>";
        return Page.WriteAsync(context, Title, $"<p>Sign in as an administrator.</p>{content}");
    }

    public static Task WriteRequestsAsync(HttpContext context, IEnumerable<(ConsentRequest Request, string Handle)> requests)
    {
        var all = string.Concat(requests.Select(one =>
            $"""
            <h2>{Page.Encode(one.Request.Client.Name)}</h2>
            <p>{Page.Encode(one.Request.User.Mail)} asks on behalf of the organization {Page.Encode(one.Request.Tenant.Domain)}: {Page.Encode(one.Request.Reason.Length > 0 ? one.Request.Reason : "no reason given")}</p>
            {ConsentPage.List(one.Request.Asked)}
            {Page.Form(DecisionAction, one.Handle, "<button class=\"primary\" name=\"answer\" value=\"approve\">Approve</button><button name=\"answer\" value=\"deny\">Deny</button>")}
            """));
        return Page.WriteAsync(context, Title, all.Length > 0 ? all : "<p>Nobody is waiting.</p>");
    }
}
