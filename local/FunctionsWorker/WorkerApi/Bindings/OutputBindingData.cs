namespace Microsoft.Azure.Functions.Worker;

/// <summary>The value bound to one output.</summary>
public abstract class OutputBindingData<T>
{
    public abstract T? Value { get; set; }

    public abstract string Name { get; }

    public abstract string BindingType { get; }
}
