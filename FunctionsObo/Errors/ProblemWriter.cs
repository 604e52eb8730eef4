using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsObo.Errors;

/// <summary>Writes a problem as an HTTP response: header fields, and a body of application/problem+json (RFC 9457).</summary>
internal sealed class ProblemWriter(ChallengeAddresses addresses)
{
    /// <summary>Scripts of another origin read no other fields than these (https://fetch.spec.whatwg.org/#http-access-control-expose-headers).</summary>
    private const string ReadableByBrowsers = "WWW-Authenticate, Retry-After";

    /// <summary>Makes the problem the result of the invocation.</summary>
    public async Task WriteAsync(FunctionContext context, HttpRequestData request, Problem problem)
    {
        var response = request.CreateResponse();
        response.StatusCode = problem.Status;
        response.Headers.TryAddWithoutValidation("Content-Type", "application/problem+json");
        response.Headers.TryAddWithoutValidation("Cache-Control", "no-store");
        response.Headers.TryAddWithoutValidation("Access-Control-Expose-Headers", ReadableByBrowsers);
        if (problem.Challenge is { } challenge) response.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge(addresses));
        if (problem.RetryAfter is { } wait) response.Headers.TryAddWithoutValidation("Retry-After", Seconds(wait));

        var body = new ProblemBody(
            ReasonPhrases.GetReasonPhrase((int)problem.Status), (int)problem.Status, problem.Detail, problem.Code,
            TraceId(context), problem.Scopes, problem.Errors);
        await JsonSerializer.SerializeAsync(response.Body, body, ProblemJson.Default.ProblemBody);
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

/// <summary>The body; <c>type</c> is absent and so <c>about:blank</c> (RFC 9457 §4.2.1): <c>code</c> is the word to decide by.</summary>
internal sealed record ProblemBody(
    string Title,
    int Status,
    string Detail,
    string Code,
    string TraceId,
    IReadOnlyList<string>? Scopes,
    IReadOnlyDictionary<string, string[]>? Errors);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ProblemJson : JsonSerializerContext;
