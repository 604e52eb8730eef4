using System.Globalization;
using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Errors;

/// <summary>Writes a <see cref="GraphError"/> in Microsoft Graph's shape: https://learn.microsoft.com/graph/errors#json-representation.</summary>
internal static class GraphErrorAnswer
{
    public static Task WriteAsync(HttpContext context, GraphError error, DateTimeOffset now)
    {
        var (requestId, clientRequestId) = AddHeaders(context);
        var body = new JsonObject
        {
            ["code"] = error.Code,
            ["message"] = error.Message,
        };
        if (error.Detail is { } detail)
            body["details"] = new JsonArray(new JsonObject { ["code"] = detail.Code, ["message"] = error.Message, ["target"] = detail.Target });
        body["innerError"] = new JsonObject
        {
            ["date"] = now.ToString("s", CultureInfo.InvariantCulture),
            ["request-id"] = requestId,
            ["client-request-id"] = clientRequestId,
        };
        return context.Response.WriteJsonAsync(new JsonObject { ["error"] = body }, error.Status);
    }

    /// <summary>The header fields that every answer of Graph has.</summary>
    public static (string RequestId, string ClientRequestId) AddHeaders(HttpContext context)
    {
        var requestId = Guid.NewGuid().ToString();
        var sent = context.Request.Headers["client-request-id"].ToString();
        var clientRequestId = sent.Length is > 0 and <= 100 ? sent : requestId;
        context.Response.Headers["request-id"] = requestId;
        context.Response.Headers["client-request-id"] = clientRequestId;
        context.Response.Headers["OData-Version"] = "4.0";
        context.Response.Headers.CacheControl = "no-cache";
        return (requestId, clientRequestId);
    }
}
