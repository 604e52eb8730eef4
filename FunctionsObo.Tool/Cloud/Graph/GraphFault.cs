using System.Net;
using System.Text.Json.Nodes;

namespace FunctionsObo.Tool.Cloud.Graph;

/// <summary>
/// Microsoft Graph refused a call (https://learn.microsoft.com/graph/errors). The message is Graph's own, fit for a terminal once it went
/// through <see cref="Output.Shown"/>.
/// </summary>
internal sealed class GraphFault : Exception
{
    private GraphFault(HttpStatusCode status, string call, string code, IReadOnlyList<string> details, string message, string? requestId)
        : base(message) => (Status, Call, Code, Details, RequestId) = (status, call, code, details, requestId);

    public HttpStatusCode Status { get; }

    /// <summary>What was called, as <c>POST /applications</c>.</summary>
    public string Call { get; }

    /// <summary>Graph's code, for example <c>Authorization_RequestDenied</c>; empty when the answer was none of Graph.</summary>
    public string Code { get; }

    /// <summary>The codes of the details, which say more than <see cref="Code"/>.</summary>
    public IReadOnlyList<string> Details { get; }

    /// <summary>What support asks for.</summary>
    public string? RequestId { get; }

    public bool Is(string code) => Code == code || Details.Contains(code, StringComparer.Ordinal);

    public static GraphFault Of(string call, HttpResponseMessage answer, string body)
    {
        var error = (Parse(body) as JsonObject)?["error"] as JsonObject;
        var details = (error?["details"] as JsonArray ?? []).Select(detail => Text(detail, "code")).OfType<string>();
        return new(
            answer.StatusCode, call, Text(error, "code") ?? "", [.. details],
            Text(error, "message") ?? $"The answer with status {(int)answer.StatusCode} was none of Microsoft Graph.",
            answer.Headers.TryGetValues("request-id", out var ids) ? ids.First() : null);
    }

    private static JsonNode? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? parent, string name) => parent is JsonObject node && node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
