using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn.Pages;

/// <summary>An error that must not be sent to any client, as it is not proven that one asked.</summary>
internal static class ErrorPage
{
    public static Task WriteAsync(HttpContext context, JsonObject error) => Page.WriteAsync(
        context,
        "Sorry, but we're having trouble signing you in",
        $"""
        <p>{Page.Encode(((string)error["error_description"]!).Split("\r\n")[0])}</p>
        <p><small>Correlation ID: <code>{Page.Encode((string)error["correlation_id"]!)}</code><br>Trace ID: <code>{Page.Encode((string)error["trace_id"]!)}</code></small></p>
        <p>The application has to be changed, or its registration. <code>functions-obo explain AADSTS{error["error_codes"]![0]}</code> says how.</p>
        """,
        status: StatusCodes.Status400BadRequest);
}
