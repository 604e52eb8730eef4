using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>The answer as a form that the browser posts to the client (OAuth 2.0 Form Post Response Mode). Without scripts there is a button.</summary>
internal static class FormPostPage
{
    public static Task WriteAsync(HttpContext context, string redirectUri, IEnumerable<(string Name, string Value)> fields)
    {
        var inputs = string.Concat(fields.Select(field => $"""<input type="hidden" name="{field.Name}" value="{Page.Encode(field.Value)}">"""));
        return Page.WriteAsync(
            context,
            "Back to the application",
            $"""<form method="post" action="{Page.Encode(redirectUri)}">{inputs}<button class="primary">Continue</button></form>""",
            formsGoTo: redirectUri,
            script: "document.forms[0].submit()");
    }
}
