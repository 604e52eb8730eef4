using System.Diagnostics;
using DevStack.DownstreamApis;
using DevStack.DownstreamApis.Seen;
using DevStack.Startup;
using EntraEmulator.Stats;
using Workbench.Sending;

namespace Workbench.Chain;

/// <summary>
/// Puts together how an answer came about: from the app's own spans, from the requests that the emulator saw, and from the tokens that the APIs
/// accepted, all of one trace, as they are when it is made. Nothing of it is guessed; what left no trace is not there.
/// </summary>
internal sealed class ChainReader(LocalStack stack)
{
    private readonly IReadOnlyList<SeenTokenRequest> _requests = stack.Emulator.SeenTokenRequests.Newest;
    private readonly Dictionary<DownstreamApi, ILookup<string?, SeenToken>> _seen = stack.Apis.Values.ToDictionary(api => api, api => api.Seen.Newest.ToLookup(token => token.TraceId, StringComparer.Ordinal));

    public IReadOnlyList<Step> Read(Call call)
    {
        var exchanges = _requests.Where(request => request.TraceId == call.TraceId).Reverse().ToList();
        return stack.FunctionApp!.ProcessIds.Count == 0
            ? [.. call.Spans.Select(span => Read(span, call, exchanges)).OfType<Step>().OrderBy(step => step.Start)]
            : ReadFromOutside(call, exchanges);
    }

    /// <summary>The spans of an app in processes of its own are there: what it asked of others is all that is seen.</summary>
    private List<Step> ReadFromOutside(Call call, List<SeenTokenRequest> exchanges) =>
    [
        .. exchanges.Select(exchange => Described(new Step(StepKind.Exchange, null, null), exchange)),
        .. from api in stack.Apis
           from seen in _seen[api.Value][call.TraceId]
           select WithToken(new Step(StepKind.Call, null, null) { Api = api.Key }, seen, call),
    ];

    private Step? Read(Activity span, Call call, List<SeenTokenRequest> exchanges)
    {
        var step = new Step(StepKind.Validate, (span.StartTimeUtc - call.Began.UtcDateTime).TotalMilliseconds, span.Duration.TotalMilliseconds)
        {
            Outcome = Tag(span, "functionsobo.outcome"),
            Reason = Tag(span, "functionsobo.reason") ?? Tag(span, "error.type"),
        };
        return span.OperationName switch
        {
            "token.validate" => step,
            "metadata.fetch" => step with { Kind = StepKind.Metadata },
            "token.request" => ReadExchange(step, span, exchanges),
            _ => ReadCall(step, span, call),
        };
    }

    private Step ReadExchange(Step step, Activity span, List<SeenTokenRequest> exchanges)
    {
        var api = Tag(span, "functionsobo.api");
        step = step with { Kind = StepKind.Exchange, Api = api };
        return exchanges.Find(exchange => IsFor(exchange, api)) is { } seen ? Described(step, seen) : step;
    }

    private Step? ReadCall(Step step, Activity span, Call call)
    {
        if (span.Kind != ActivityKind.Client || !Uri.TryCreate(Tag(span, "url.full"), UriKind.Absolute, out var url)) return null;
        var (name, api) = stack.Apis.FirstOrDefault(one => one.Value.Address.Port == url.Port);
        if (api is null) return null;
        step = step with
        {
            Kind = StepKind.Call,
            Api = name,
            Request = $"{Tag(span, "http.request.method")} {url.PathAndQuery}",
            Status = span.GetTagItem("http.response.status_code") as int?,
            Reason = span.GetTagItem("http.response.status_code") is null ? step.Reason : null,
        };
        return WithToken(step, _seen[api][call.TraceId].FirstOrDefault(), call);
    }

    private Step WithToken(Step step, SeenToken? seen, Call call)
    {
        if (seen is null || _requests.FirstOrDefault(request => request.TokenId is { } id && id == seen.Uti) is not { } issued) return step;
        return step with
        {
            Token = issued.AccessToken,
            Origin = issued.TraceId == call.TraceId ? TokenOrigin.Exchange : issued.Time < call.Began ? TokenOrigin.Cache : TokenOrigin.Shared,
        };
    }

    private Step Described(Step step, SeenTokenRequest seen) => step with { Api = step.Api ?? ApiOf(seen), Form = seen.Form, Answer = seen.Answer, Status = seen.Status };

    private bool IsFor(SeenTokenRequest request, string? api) => api is null || ApiOf(request) == api;

    private string? ApiOf(SeenTokenRequest request) =>
        stack.Definition.DownstreamApis.FirstOrDefault(api => request.Form.GetValueOrDefault("scope")?.Contains(api.AppIdUri, StringComparison.OrdinalIgnoreCase) == true)?.Name;

    private static string? Tag(Activity span, string key) => span.GetTagItem(key) as string;
}
