using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>Where a user types the code of a device, and says yes or no to what it signs in to.</summary>
internal static class DevicePage
{
    public const string Address = "/devicelogin";

    public const string Action = "/devicelogin/answer";

    public const string SecondFactorAction = "/devicelogin/second-factor";

    public static Task WriteCodeAsync(HttpContext context, string? wrong = null) => Page.WriteAsync(
        context,
        "Enter code",
        $"""
        {(wrong is null ? "" : $"<p role=\"alert\">{Page.Encode(wrong)}</p>")}
        <form method="post" action="{Address}"><label for="code">Enter the code displayed on your app or device.</label>
        <input id="code" name="code" type="text" autocomplete="off" autocapitalize="characters" required maxlength="20"><button class="primary">Next</button></form>
        """,
        status: wrong is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    /// <summary>Somebody else's code in a message is how such a sign-in is stolen: so the page says what it is, and asks.</summary>
    public static Task WriteQuestionAsync(HttpContext context, DeviceSignIn signIn, string handle, IEnumerable<User> users)
    {
        var buttons = string.Concat(users.Select(user => Page.UserButton(user, before: "Sign in as ")));
        return Page.WriteAsync(
            context,
            $"Are you trying to sign in to {signIn.Client.Name}?",
            $"""
            <p>The code <code>{Page.Encode(signIn.UserCode)}</code> signs a device in to <strong>{Page.Encode(signIn.Client.Name)}</strong>. Go on only if you started it yourself.</p>
            {Page.Form(Action, handle, $"{buttons}<button name=\"user\" value=\"\">Cancel</button>")}
            """);
    }

    public static Task WriteDoneAsync(HttpContext context, string title, string text) => Page.WriteAsync(context, title, $"<p>{Page.Encode(text)}</p>");
}
