namespace Microsoft.Azure.Functions.Worker;

/// <summary>The value bound to one input.</summary>
public abstract class InputBindingData<T>
{
    public abstract BindingMetadata BindingMetadata { get; }

    public abstract T? Value { get; set; }
}
