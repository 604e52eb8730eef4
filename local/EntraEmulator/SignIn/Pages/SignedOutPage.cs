using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>Nobody is signed in any more. With an address to go back to it goes there at once, or when the applications have been told.</summary>
internal static class SignedOutPage
{
    public static Task WriteAsync(HttpContext context, string? back, IReadOnlyList<string> frontChannels)
    {
        if (back is not null && frontChannels.Count == 0)
        {
            context.Response.Redirect(back);
            return Task.CompletedTask;
        }

        var link = back is null ? "" : $"""<p><a href="{Page.Encode(back)}">Back to the application</a></p>""";
        var frames = string.Concat(frontChannels.Select(address => $"""<iframe hidden title="Sign-out of an application" src="{Page.Encode(address)}"></iframe>"""));
        return Page.WriteAsync(context, "You signed out of your account", $"<p>It is a good idea to close all browser windows.</p>{link}{frames}", script: back is null ? null : "addEventListener('load', () => location.replace(document.links[0].href))", frames: frontChannels);
    }
}
