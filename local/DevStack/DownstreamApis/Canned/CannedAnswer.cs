using System.Globalization;
using System.Security.Claims;
using EntraEmulator.StackFiles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DevStack.DownstreamApis.Canned;

/// <summary>Writes a canned answer, with the caller's claims and the values of the path in their places.</summary>
internal static class CannedAnswer
{
    public static async Task WriteAsync(HttpContext context, RouteDefinition route)
    {
        context.Response.StatusCode = route.Status;
        foreach (var (name, value) in route.Headers)
            context.Response.Headers[name] = value.Fill(placeholder => Uri.EscapeDataString(ValueOf(context, placeholder))); // nobody else's header line
        if (route.Answer is null) return;
        await context.Response.WriteAsJsonAsync(route.Answer.Fill(placeholder => ValueOf(context, placeholder)), options: null, context.Response.ContentType, context.RequestAborted);
    }

    /// <summary>The path's value, else the claim; several of one claim with spaces between them.</summary>
    private static string ValueOf(HttpContext context, string name) => context.GetRouteData().Values.TryGetValue(name, out var value)
        ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""
        : string.Join(' ', context.User.FindAll(name).Select(claim => claim.Value));
}
