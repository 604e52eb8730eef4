namespace Microsoft.Azure.Functions.Worker;

/// <summary>The trigger's data.</summary>
public abstract class BindingContext
{
    /// <summary>By name, case-insensitive. For HTTP: route values, query parameters, and <c>Query</c> and <c>Headers</c> as JSON.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
