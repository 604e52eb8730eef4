using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using DevStack.Startup;
using Microsoft.AspNetCore.Http;
using Workbench.Chain;

namespace Workbench.Sending;

/// <summary><c>POST /requests</c>: sends a request to the app as a client does, and answers with what came back and how it came about.</summary>
internal sealed class SendEndpoint : IDisposable
{
    private const int LongestAnswer = 200_000;

    /// <summary>How long what ends behind the answer, such as the span of the host, is waited for.</summary>
    private static readonly TimeSpan LongestTail = TimeSpan.FromMilliseconds(500);

    private readonly TraceWatch _traces;
    private readonly LocalStack _stack;
    private readonly TimeProvider _time;
    private readonly Uri _app;
    private readonly Uri _emulator;

    /// <summary>Nothing is kept of one request for the next, and the trace is the one that is watched.</summary>
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = int.MaxValue,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    public SendEndpoint(LocalStack stack, TraceWatch traces, TimeProvider time)
    {
        (_stack, _traces, _time) = (stack, traces, time);
        (_app, _emulator) = (new Uri(stack.FunctionAppAddress!, "api/"), stack.Emulator.Address);
    }

    public async Task AnswerAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } request) return;
        var calls = await Task.WhenAll(Enumerable.Range(0, request.Callers).Select(_ => CallAsync(request, context.RequestAborted)));
        var reader = new ChainReader(_stack);
        var chains = calls.Select(call => (Call: call, Chain: reader.Read(call))).Select(one => (one.Call, one.Chain, Exchanges: one.Chain.Count(step => step.Kind == StepKind.Exchange))).ToList();
        var shown = chains.MaxBy(one => one.Exchanges); // of many callers the one that made the exchange
        await context.Response.WriteAsJsonAsync(
            new
            {
                shown.Call.Answer,
                shown.Call.Milliseconds,
                TraceId = shown.Call.TraceId,
                Steps = shown.Chain,
                Callers = request.Callers == 1 ? null : new
                {
                    Count = request.Callers,
                    Statuses = calls.CountBy(call => call.Answer.Status).OrderBy(count => count.Key).Select(count => new { Status = count.Key, Count = count.Value }),
                    Exchanges = chains.Sum(one => one.Exchanges),
                    Milliseconds = calls.Max(call => call.Milliseconds),
                },
            },
            ChainJson.Options,
            context.RequestAborted);
    }

    public void Dispose() => _client.Dispose();

    private async Task<PageRequest?> ReadAsync(HttpContext context)
    {
        string? problem;
        try
        {
            var request = await context.Request.ReadFromJsonAsync<PageRequest>(PageRequest.Json, context.RequestAborted) ?? throw new JsonException("The body is null.");
            problem = request.Problem(_app, _emulator);
            if (problem is null) return request;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException) // the latter for another media type
        {
            problem = unreadable.Message;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync(new { Problem = problem }, context.RequestAborted);
        return null;
    }

    private async Task<Call> CallAsync(PageRequest request, CancellationToken cancellationToken)
    {
        using var trace = _traces.Begin();
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Address(_app));
        message.Headers.Add("traceparent", trace.Parent);
        if (request.Token is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", request.Token);
        if (request.Body is not null) message.Content = new StringContent(request.Body, new MediaTypeHeaderValue("application/json"));
        var began = _time.GetUtcNow();
        var started = _time.GetTimestamp();
        using var response = await _client.SendAsync(message, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var time = _time.GetElapsedTime(started);
        if (trace.HasBegun) await Task.WhenAny(trace.Ended, Task.Delay(LongestTail, _time, cancellationToken));
        return new Call(trace.Id.ToHexString(), began, time.TotalMilliseconds, trace.Spans, new Answer(
            (int)response.StatusCode,
            response.ReasonPhrase,
            [.. response.Headers.Concat(response.Content.Headers).SelectMany(header => header.Value, (header, value) => new Field(header.Key, value))],
            body.Length > LongestAnswer ? body[..LongestAnswer] : body));
    }
}
