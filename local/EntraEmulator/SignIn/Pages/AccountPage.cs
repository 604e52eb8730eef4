using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>Whose sign-in it is: a click takes the place of a password.</summary>
internal static class AccountPage
{
    public const string Action = "/signin/account";

    public static Task WriteAsync(HttpContext context, AuthorizeRequest request, string handle, IEnumerable<User> users, Func<User, bool> isSignedIn)
    {
        var buttons = string.Concat(users.Select(user => Page.UserButton(user, after: isSignedIn(user) ? ", signed in" : "")));
        return Page.WriteAsync(
            context,
            "Choose an account",
            $"<p>to go on to <strong>{Page.Encode(request.Destination.Client.Name)}</strong></p>{Page.Form(Action, handle, buttons)}",
            request.Destination.RedirectUri);
    }
}
