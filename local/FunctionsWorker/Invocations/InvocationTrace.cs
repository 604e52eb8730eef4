using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Invocations;

internal sealed class InvocationTrace(TriggerData trigger) : TraceContext
{
    public override string TraceParent { get; } = trigger.TraceParent;

    public override string TraceState { get; } = trigger.TraceState;
}
