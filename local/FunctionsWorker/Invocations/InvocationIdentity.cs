using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Invocations;

internal sealed class InvocationIdentity(string functionId, TriggerData trigger) : FunctionInvocation
{
    private string? _id;
    private TraceContext? _trace;

    public override string Id => _id ?? Interlocked.CompareExchange(ref _id, Guid.NewGuid().ToString(), comparand: null) ?? _id;

    public override string FunctionId => functionId;

    public override TraceContext TraceContext => _trace ??= new InvocationTrace(trigger);
}
