namespace Microsoft.Azure.Functions.Worker;

/// <summary>Identity of one invocation, kept among its features.</summary>
public abstract class FunctionInvocation
{
    public abstract string Id { get; }

    public abstract string FunctionId { get; }

    public abstract TraceContext TraceContext { get; }
}
