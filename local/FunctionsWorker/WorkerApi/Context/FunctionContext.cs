namespace Microsoft.Azure.Functions.Worker;

/// <summary>Everything about one invocation of one function; middleware and functions receive it.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique per invocation; it stands in the logs.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Stable per function, opaque.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The W3C trace that the invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>The trigger's data by name: route values, query, headers.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Null unless the trigger retries; HTTP triggers never do.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's scope, disposed when it ends.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>What is invoked: name, entry point, bindings, parameters.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>A bag for middleware and functions of the same invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Typed values that middleware and functions of the same invocation share.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the caller has gone or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}
