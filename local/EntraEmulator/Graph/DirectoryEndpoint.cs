using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Hosting;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.Graph;

/// <summary>
/// Microsoft Graph's directory, as far as app registrations need it: https://learn.microsoft.com/graph/api/resources/application.
/// It changes the same <see cref="TenantDirectory"/> that the token endpoint asks.
/// </summary>
internal sealed class DirectoryEndpoint(EmulatorUrls urls, TenantDirectory directory, CallerReader callers, FaultGate gate, TimeProvider time)
{
    private const string Path = "graph/v1.0";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map($"/{Path}/myorganization/{{**path}}", AnswerAsync);
        routes.Map($"/{Path}/{{**path}}", AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            if (await gate.AnsweredAsync(context, new FaultSubject(EmulatorEndpoint.Directory))) return;
            var caller = await callers.ReadAsync(context.Request);
            var body = await ReadBodyAsync(context.Request);
            var root = $"{urls.Address}{Path}";
            var reply = directory.Edit(edit => GraphRoutes.Answer(new GraphCall(context.Request.Method, GraphPath.Split((string?)context.Request.RouteValues["path"] ?? ""), caller, edit, time.GetUtcNow())
            {
                Root = root,
                Query = context.Request.Query.ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.Ordinal),
                CreateIfMissing = context.Request.Headers["Prefer"].ToString().Contains("create-if-missing", StringComparison.OrdinalIgnoreCase),
                OptionalBody = body,
            }));
            await WriteAsync(context, reply, root);
        }
        catch (GraphErrorException refusal)
        {
            if (refusal.Error.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = Challenge();
            await GraphErrorAnswer.WriteAsync(context, refusal.Error, time.GetUtcNow());
        }
    }

    private string Challenge() =>
        $"Bearer realm=\"\", authorization_uri=\"{urls.OAuth("common", "authorize")}\", client_id=\"{DirectoryPermissions.GraphClientId}\", error=\"invalid_token\"";

    private static async Task<JsonObject?> ReadBodyAsync(HttpRequest request)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        if (content.Length == 0) return null;
        try
        {
            CheckTexts(content.ToArray());
            return JsonNode.Parse(content.ToArray(), documentOptions: Strict) as JsonObject ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw GraphErrors.With(StatusCodes.Status400BadRequest, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }
    }

    /// <exception cref="InvalidOperationException">A text has bytes that are no UTF-8, or half of a surrogate pair.</exception>
    private static void CheckTexts(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
    }

    private static Task WriteAsync(HttpContext context, GraphReply reply, string root)
    {
        GraphErrorAnswer.AddHeaders(context);
        if (reply.Location is { } location) context.Response.Headers.Location = $"{root}/{location}";
        if (reply.Body is not { } body)
        {
            context.Response.StatusCode = reply.Status;
            return Task.CompletedTask;
        }

        var answer = new JsonObject { ["@odata.context"] = $"{root}/$metadata#{reply.Context}" };
        foreach (var (name, value) in body) answer[name] = value?.DeepClone();
        return context.Response.WriteAsync(answer.ToJsonString(JsonAnswers.Compact), "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8", reply.Status);
    }
}
