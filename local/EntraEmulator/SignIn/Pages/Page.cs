using System.Security.Cryptography;
using System.Text.Encodings.Web;
using EntraEmulator.Hosting;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>A page of the sign-in: plain HTML that needs no script. Everything that comes from outside goes through <see cref="Encode"/>.</summary>
internal static class Page
{
    private const string Style = """
        :root { color-scheme: light dark }
        * { box-sizing: border-box }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText }
        main { width: 100%; max-width: 28rem; border: 1px solid GrayText; border-radius: .5rem; padding: 1.5rem }
        h1 { font-size: 1.3rem; margin: 0 0 1rem }
        h2 { font-size: 1.1rem }
        button, input[type=text] { font: inherit; width: 100%; padding: .6rem .8rem; margin: .25rem 0; border-radius: .35rem; border: 1px solid GrayText; text-align: start }
        button { cursor: pointer; background: ButtonFace; color: ButtonText }
        button.primary { background: #0b5cad; border-color: #0b5cad; color: #fff; text-align: center }
        button:focus-visible, input:focus-visible { outline: 3px solid #3b9cff; outline-offset: 2px }
        small, footer { color: GrayText }
        footer { margin-top: 1.5rem; font-size: .85rem }
        ul { padding-inline-start: 1.2rem }
        code { overflow-wrap: anywhere }
        """;

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <param name="context">The request.</param>
    /// <param name="title">The heading, not encoded.</param>
    /// <param name="content">HTML below it.</param>
    /// <param name="formsGoTo">Where the answer to a form of the page may lead, besides this server: the browser asks that too.</param>
    /// <param name="script">A script that only saves a click.</param>
    /// <param name="frames">Addresses that the page shows in frames.</param>
    /// <param name="status">The status of the response.</param>
    public static Task WriteAsync(HttpContext context, string title, string content, string? formsGoTo = null, string? script = null, IEnumerable<string>? frames = null, int status = StatusCodes.Status200OK)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; frame-src {(frames is null ? "'none'" : string.Join(' ', frames.Select(Origin).Distinct(StringComparer.Ordinal)))}; base-uri 'none'; frame-ancestors 'none'; form-action 'self'{(formsGoTo is null ? "" : $" {Origin(formsGoTo)}")}";
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin"; // without a referrer, browsers do not say where a form comes from
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Encode(title)}</title><style nonce="{nonce}">{Style}</style></head>
            <body><main>
            <h1>{Encode(title)}</h1>
            {content}
            <footer>This is an emulator on this machine. There are no passwords, and nothing here is known to Microsoft Entra.</footer>
            </main>{(script is null ? "" : $"<script nonce=\"{nonce}\">{script}</script>")}</body>
            </html>

            """,
            "text/html; charset=utf-8",
            status);
    }

    /// <summary>A form that leads back to this server.</summary>
    public static string Form(string action, string handle, string content) =>
        $"""<form method="post" action="{action}"><input type="hidden" name="handle" value="{Encode(handle)}">{content}</form>""";

    /// <summary>A button of a form by which a user is chosen, as <c>user</c>.</summary>
    /// <param name="user">Who.</param>
    /// <param name="before">What stands before the name, as HTML.</param>
    /// <param name="after">What stands behind the address, as HTML.</param>
    public static string UserButton(User user, string before = "", string after = "") =>
        $"""<button name="user" value="{Encode(Accounts.Value(user))}">{before}{Encode(user.DisplayName)}<br><small>{Encode(user.Mail)}{after}</small></button>""";

    /// <summary>Schemes of apps have no origin: then the scheme is what may be gone to.</summary>
    private static string Origin(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var uri) ? "'self'" : uri.Scheme is "http" or "https" ? uri.GetLeftPart(UriPartial.Authority) : $"{uri.Scheme}:";
}
