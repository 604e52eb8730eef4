using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Invocations;

/// <summary>What started an invocation: an HTTP request, or values handed in by name.</summary>
internal abstract class TriggerData
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }

    public abstract string TraceParent { get; }

    public abstract string TraceState { get; }

    /// <returns>The value that a parameter of this name is bound from; null when there is none.</returns>
    public abstract object? Find(string name);

    /// <returns>The request, or null for any other trigger.</returns>
    public abstract HttpRequestData? CreateRequest(FunctionContext context);
}
