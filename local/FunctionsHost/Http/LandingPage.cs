using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Http;

/// <summary>What a browser finds at <c>/</c>, where Azure has a page that says that the app is up.</summary>
internal static class LandingPage
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Functions</title>
        <p>Your Functions app is up and running. Its functions are under the route prefix, /api/ unless host.json says otherwise.</p>
        </html>

        """;

    public static Task WriteAsync(HttpResponse response)
    {
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(Page);
    }
}
