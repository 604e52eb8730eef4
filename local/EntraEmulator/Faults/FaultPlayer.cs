using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using EntraEmulator.Stats;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Faults;

/// <summary>Does to a request what a fault says.</summary>
internal sealed class FaultPlayer(EntraErrorAnswer errors, TimeProvider time, CancellationToken stopping)
{
    /// <returns>Whether the request has had its answer.</returns>
    public async Task<bool> PlayAsync(HttpContext context, Fault fault)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        if (fault.DelayMs > 0) await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), time, leaving.Token);
        if (fault.Hang) await Task.Delay(Timeout.InfiniteTimeSpan, time, leaving.Token);
        if (fault.Drop)
        {
            context.Abort();
            return true;
        }

        if (fault.LoseAnswer) context.Response.OnStarting(() => AbortAsync(context));
        if (fault.SlowBody > 0) context.Response.Body = new DrippingStream(context.Response.Body, TimeSpan.FromMilliseconds(fault.SlowBody), time);
        AddHeaders(context.Response, fault);
        if (!fault.ChangesTheAnswer) return false;
        await AnswerAsync(context, fault);
        return true;
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static void AddHeaders(HttpResponse response, Fault fault)
    {
        foreach (var (name, value) in fault.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal)) response.Headers[name] = value;
        if (fault.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = $"{seconds}";
        if (fault.RetryAfter is { } raw) response.Headers.RetryAfter = raw;
        if (fault.RedirectTo is { } location) response.Headers.Location = location;
    }

    private Task AnswerAsync(HttpContext context, Fault fault)
    {
        context.Response.Headers.CacheControl = "no-store, no-cache";
        if (fault is { Endpoint: EmulatorEndpoint.Directory, Body: null, RedirectTo: null })
            return GraphErrorAnswer.WriteAsync(context, GraphErrors.Scripted(fault.Error, fault.Status, fault.Description), time.GetUtcNow());
        if (fault.Error is { } error) return errors.WriteAsync(context, Document(fault, error), fault.Status);
        var status = fault.Status ?? (fault.RedirectTo is null ? StatusCodes.Status200OK : StatusCodes.Status302Found);
        var text = Text(fault.Body);
        var contentType = fault.ContentType ?? (fault.Body is null or JsonValue ? "text/html; charset=utf-8" : "application/json; charset=utf-8");
        return context.Response.WriteAsync(text ?? "", contentType, status);
    }

    private static EntraError Document(Fault fault, string error)
    {
        var codes = fault.Codes is { Count: > 0 } given ? given : [90033];
        return new EntraError(error, codes[0], fault.Description ?? "A scripted failure.") { Codes = codes, Suberror = fault.Suberror, Claims = Text(fault.Claims) };
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString(JsonAnswers.Compact);
}
