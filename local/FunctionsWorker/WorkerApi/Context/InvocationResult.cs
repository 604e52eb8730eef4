namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the invocation answers; setting it in middleware replaces what the function returned.</summary>
public abstract class InvocationResult : InvocationResult<object>
{
}

/// <inheritdoc cref="InvocationResult"/>
public abstract class InvocationResult<T>
{
    public abstract T? Value { get; set; }
}
