using EntraEmulator.Policies;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>What would be on the user's phone: who asks, and a field for the number.</summary>
internal static class PhonePage
{
    public const string Address = "/phone";

    public static Task WriteAsync(HttpContext context, IReadOnlyList<NumberToMatch> waiting)
    {
        var all = string.Concat(waiting.Select(one =>
            $"""
            <p>{Page.Encode(one.User.Mail)}: are you trying to sign in to <strong>{Page.Encode(one.Client.Name)}</strong>?</p>
            {Page.Form(Address, one.Id, $"<label for=\"n{one.Id}\">Enter the number shown to sign in.</label><input id=\"n{one.Id}\" name=\"number\" type=\"text\" inputmode=\"numeric\" maxlength=\"2\" autocomplete=\"off\"><button class=\"primary\" name=\"answer\" value=\"yes\">Yes</button><button name=\"answer\" value=\"no\">No, it's not me</button>")}
            """));
        return Page.WriteAsync(context, "The phone", all.Length > 0 ? all : "<p>Nothing to approve.</p>");
    }
}
