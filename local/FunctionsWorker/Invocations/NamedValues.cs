using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Invocations;

/// <summary>An invocation that nothing but a direct call can start: the values come by parameter name.</summary>
internal sealed class NamedValues(IReadOnlyDictionary<string, object?> values) : TriggerData
{
    private readonly Dictionary<string, object?> _values = new(values, StringComparer.OrdinalIgnoreCase);

    public override IReadOnlyDictionary<string, object?> BindingData => _values;

    public override string TraceParent => Activity.Current?.Id ?? "";

    public override string TraceState => Activity.Current?.TraceStateString ?? "";

    public override object? Find(string name) => _values.GetValueOrDefault(name);

    public override HttpRequestData? CreateRequest(FunctionContext context) => null;
}
