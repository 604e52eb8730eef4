using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>The second factor: a click takes the place of a phone, or a number that is typed on the phone's page.</summary>
internal static class SecondFactorPage
{
    public const string Action = "/signin/second-factor";

    /// <param name="context">The request.</param>
    /// <param name="client">Who asks for the sign-in.</param>
    /// <param name="user">Whose factor it is.</param>
    /// <param name="action">Where the answer goes.</param>
    /// <param name="handle">The sign-in's name in forms.</param>
    /// <param name="number">The number to match; null for a button.</param>
    /// <param name="formsGoTo">Where the answer may lead.</param>
    public static Task WriteAsync(HttpContext context, AppRegistration client, User user, string action, string handle, NumberToMatch? number, string? formsGoTo = null)
    {
        var (hint, approve) = number is null
            ? ("", "<button class=\"primary\" name=\"answer\" value=\"approve\">Approve</button>")
            : ($"<p>Open <a href=\"{PhonePage.Address}\" target=\"_blank\">the phone</a> and enter the number <output><strong>{number.Number}</strong></output> there.</p>", "<button class=\"primary\" name=\"answer\" value=\"continue\">I have entered it</button>");
        return Page.WriteAsync(
            context,
            "Approve sign in request",
            $"""
            <p>A policy asks {Page.Encode(user.Mail)} for more security to go on to <strong>{Page.Encode(client.Name)}</strong>.</p>
            {hint}
            {Page.Form(action, handle, $"{approve}<button name=\"answer\" value=\"deny\">Deny</button>")}
            """,
            formsGoTo);
    }
}
