using System.Globalization;
using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EntraEmulator.Errors;

/// <summary>Writes an <see cref="EntraError"/> in the shape that Entra gives it.</summary>
internal sealed partial class EntraErrorAnswer(EmulatorUrls urls, TimeProvider time, ILogger logger)
{
    public Task WriteAsync(HttpContext context, EntraError error, int? status = null)
    {
        var body = Describe(context, error, status);
        return context.Response.WriteJsonAsync(body, status ?? error.Status);
    }

    /// <summary>The members of the error, which the log has as well. Its ids are in the headers of the response too.</summary>
    public JsonObject Describe(HttpContext context, EntraError error, int? status = null)
    {
        var traceId = Guid.NewGuid();
        var correlationId = CorrelationId(context.Request);
        var timestamp = time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture);
        var body = new JsonObject
        {
            ["error"] = error.Error,
            ["error_description"] = Description(error, traceId.ToString(), correlationId, timestamp),
            ["error_codes"] = new JsonArray([.. error.Codes.Select(code => (JsonNode)code)]),
            ["timestamp"] = timestamp,
            ["trace_id"] = traceId.ToString(),
            ["correlation_id"] = correlationId,
            ["error_uri"] = $"{urls.Address}error?code={error.Code}",
        };
        if (error.Suberror is not null) body["suberror"] = error.Suberror;
        if (error.Claims is not null) body["claims"] = error.Claims;
        context.Response.Headers["x-ms-request-id"] = traceId.ToString();
        context.Response.Headers["client-request-id"] = correlationId;
        Log.Refused(logger, error.Code, status ?? error.Status, traceId);
        return body;
    }

    private static string Description(EntraError error, string traceId, string correlationId, string timestamp) =>
        $"AADSTS{error.Code}: {error.Message}\r\nTrace ID: {traceId}\r\nCorrelation ID: {correlationId}\r\nTimestamp: {timestamp}";

    private static string CorrelationId(HttpRequest request) =>
        Guid.TryParse(request.Headers["client-request-id"], out var sent) || Guid.TryParse(request.Query["client-request-id"], out sent) ? sent.ToString() : Guid.NewGuid().ToString();

    private static partial class Log
    {
        [LoggerMessage(950, LogLevel.Warning, "Refused: AADSTS{Code}, status {Status}, trace id {TraceId}", EventName = "EmulatorRefused")]
        public static partial void Refused(ILogger logger, int code, int status, Guid traceId);
    }
}
