using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using FunctionsWorker.Invocations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Http;

/// <summary>The trigger data that the host makes of an HTTP request.</summary>
internal sealed class HttpTriggerData(HttpContext http, Stream body, FrozenSet<string> routeNames) : TriggerData
{
    private Dictionary<string, object?>? _data;

    public override IReadOnlyDictionary<string, object?> BindingData => _data ??= Collect();

    // The sender's own value when it is valid: the caller's span is then the parent of whatever the function starts.
    public override string TraceParent =>
        http.Request.Headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, traceState: null, out _)
            ? parent
            : Activity.Current?.Id ?? "";

    public override string TraceState => http.Request.Headers.TraceState.ToString();

    /// <summary>A route value; for a name that is not in the route, a query parameter. (In Azure a property of a JSON body comes last; here it does not come at all.)</summary>
    public override object? Find(string name)
    {
        if (http.Request.RouteValues.TryGetValue(name, out var value)) return value?.ToString();
        return IsKey(name) || routeNames.Contains(name) || !http.Request.Query.TryGetValue(name, out var values) ? null : values.ToString();
    }

    public override HttpRequestData CreateRequest(FunctionContext context) => new RequestData(http.Request, body, context);

    private Dictionary<string, object?> Collect()
    {
        var query = http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in query)
        {
            if (!IsKey(name) && !routeNames.Contains(name)) data[name] = value;
        }
        foreach (var (name, value) in http.Request.RouteValues)
        {
            if (value is not null) data[name] = value.ToString();
        }
        data.TryAdd("Query", JsonSerializer.Serialize(query));
        data.TryAdd("Headers", JsonSerializer.Serialize(headers));
        return data;
    }

    // ?code= is a function key, which the host keeps to itself.
    private static bool IsKey(string name) => name.Equals("code", StringComparison.OrdinalIgnoreCase);
}
