using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsObo.Errors;

/// <summary>Writes a failure as an HTTP response: header fields, and a body of application/problem+json (RFC 9457).</summary>
internal static class ProblemWriter
{
    /// <summary>Scripts of another origin read no other fields than these (https://fetch.spec.whatwg.org/#http-access-control-expose-headers).</summary>
    private const string ReadableByBrowsers = "WWW-Authenticate, Retry-After";

    /// <summary>Makes the failure the result of the invocation.</summary>
    public static async Task RefuseAsync(this FunctionContext context, HttpRequestData request, Failure failure)
    {
        var response = request.CreateResponse();
        response.StatusCode = failure.Status;
        response.Headers.TryAddWithoutValidation("Content-Type", "application/problem+json");
        response.Headers.TryAddWithoutValidation("Cache-Control", "no-store");
        response.Headers.TryAddWithoutValidation("Access-Control-Expose-Headers", ReadableByBrowsers);
        if (failure.Challenge is not null) response.Headers.TryAddWithoutValidation("WWW-Authenticate", failure.Challenge);
        if (failure.RetryAfter is { } wait) response.Headers.TryAddWithoutValidation("Retry-After", Seconds(wait));

        var problem = new Problem(
            ReasonPhrases.GetReasonPhrase((int)failure.Status), (int)failure.Status, failure.Detail, failure.Code,
            TraceId(context), failure.Scopes, failure.Errors);
        await JsonSerializer.SerializeAsync(response.Body, problem, ProblemJson.Default.Problem);
        context.GetInvocationResult().Value = response;
    }

    private static string Seconds(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>The trace that the caller, or the host, started: what to look for in the logs.</summary>
    private static string TraceId(FunctionContext context) =>
        ActivityContext.TryParse(context.TraceContext.TraceParent, null, out var trace)
            ? trace.TraceId.ToHexString()
            : context.InvocationId;
}

/// <summary>The body; <c>type</c> is absent and so <c>about:blank</c> (RFC 9457 §4.2.1): <c>code</c> is the word to branch on.</summary>
internal sealed record Problem(
    string Title,
    int Status,
    string Detail,
    string Code,
    string TraceId,
    IReadOnlyList<string>? Scopes,
    IReadOnlyDictionary<string, string[]>? Errors);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
