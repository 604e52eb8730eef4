using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Hosting;

internal static class JsonAnswers
{
    // The documents are never embedded in HTML, so quotes and plus signs may stay readable.
    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    public static Task WriteJsonAsync(this HttpResponse response, JsonNode json, int status = StatusCodes.Status200OK, JsonSerializerOptions? options = null) =>
        response.WriteAsync(json.ToJsonString(options ?? Compact), "application/json; charset=utf-8", status);

    public static Task WriteTextAsync(this HttpResponse response, string text, int status = StatusCodes.Status200OK) =>
        response.WriteAsync(text, "text/plain; charset=utf-8", status);

    public static Task WriteAsync(this HttpResponse response, string text, string contentType, int status)
    {
        response.StatusCode = status;
        response.ContentType = contentType;

        // Some statuses, such as 304, allow no body, not even a body of nothing.
        return text.Length == 0 ? Task.CompletedTask : response.WriteAsync(text, response.HttpContext.RequestAborted);
    }
}
