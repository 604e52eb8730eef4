using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Invocations;

/// <summary>Reads what the result was when it was asked for, and writes through: the real worker does the same.</summary>
internal sealed class InvocationResultSnapshot(InvocationBindings bindings) : InvocationResult
{
    private object? _value = bindings.Result;

    public override object? Value
    {
        get => _value;
        set => bindings.Result = _value = value;
    }
}

/// <inheritdoc cref="InvocationResultSnapshot"/>
internal sealed class InvocationResultSnapshot<T>(InvocationBindings bindings) : InvocationResult<T>
{
    private T? _value = (T?)bindings.Result;

    public override T? Value
    {
        get => _value;
        set => bindings.Result = _value = value;
    }
}

internal sealed class InvocationInput<T>(BindingMetadata metadata, T? value) : InputBindingData<T>
{
    public override BindingMetadata BindingMetadata => metadata;

    public override T? Value { get; set; } = value;
}

internal sealed class InvocationOutput<T>(InvocationBindings bindings, string name, string type) : OutputBindingData<T>
{
    public override string Name => name;

    public override string BindingType => type;

    public override T? Value
    {
        get => bindings.Output(name) is T value ? value : default;
        set => bindings.Outputs[name] = value;
    }
}
