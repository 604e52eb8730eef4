using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>The second factor: a click takes the place of a phone.</summary>
internal static class SecondFactorPage
{
    public const string Action = "/signin/second-factor";

    public static Task WriteAsync(HttpContext context, AppRegistration client, User user, string action, string handle, string? formsGoTo = null) => Page.WriteAsync(
        context,
        "Approve sign in request",
        $"""
        <p>A policy asks {Page.Encode(user.Mail)} for more security to go on to <strong>{Page.Encode(client.Name)}</strong>.</p>
        {Page.Form(action, handle, "<button class=\"primary\" name=\"answer\" value=\"approve\">Approve</button><button name=\"answer\" value=\"deny\">Deny</button>")}
        """,
        formsGoTo);
}
