using FunctionsWorker.Discovery;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Invocations;

/// <summary>What goes into and comes out of one invocation; kept among its features.</summary>
internal sealed class InvocationBindings(FunctionContext context, Function function, TriggerData trigger)
{
    private HttpRequestData? _request;
    private Dictionary<string, object?>? _outputs;

    public Function Function => function;

    public TriggerData Trigger => trigger;

    public HttpRequestData? Request => _request ??= trigger.CreateRequest(context);

    public object? Result { get; set; }

    public IDictionary<string, object?> Outputs => _outputs ??= new Dictionary<string, object?>(StringComparer.Ordinal);

    public object? Output(string name) => _outputs?.GetValueOrDefault(name);
}

internal static class InvocationBindingsExtensions
{
    /// <exception cref="InvalidOperationException">The context is not of this worker's making.</exception>
    public static InvocationBindings Bindings(this FunctionContext context) =>
        context.Features.Get<InvocationBindings>()
        ?? throw new InvalidOperationException("The invocation has no bindings: its context was not made by this worker.");
}
