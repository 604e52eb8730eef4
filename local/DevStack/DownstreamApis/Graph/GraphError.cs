using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace DevStack.DownstreamApis.Graph;

/// <summary>Graph's error shape: https://learn.microsoft.com/graph/errors.</summary>
internal sealed record GraphError(string Code, string Message, GraphInnerError InnerError)
{
    public static Task WriteAsync(HttpContext context, string code, string message, TimeProvider time)
    {
        var requestId = Guid.NewGuid();
        var clientRequestId = context.Request.Headers["client-request-id"] is [{ } sent] && Guid.TryParse(sent, out var id) ? id : requestId;
        var error = new GraphError(code, message, new GraphInnerError(time.GetUtcNow().UtcDateTime.ToString("s"), requestId, clientRequestId));
        return context.Response.WriteAsJsonAsync(new { error }, context.RequestAborted);
    }
}

internal sealed record GraphInnerError(
    string Date, [property: JsonPropertyName("request-id")] Guid RequestId, [property: JsonPropertyName("client-request-id")] Guid ClientRequestId);
