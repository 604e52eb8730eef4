using FunctionsWorker.Invocations;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Inputs and outputs of an invocation.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <returns>The value of an input binding; for the HTTP trigger that is the request.</returns>
    /// <exception cref="InvalidOperationException">The binding's value is not a <typeparamref name="T"/>.</exception>
    public static ValueTask<InputBindingData<T>> BindInputAsync<T>(this FunctionContext context, BindingMetadata bindingMetadata)
    {
        ArgumentNullException.ThrowIfNull(bindingMetadata);
        var bindings = context.Bindings();
        var value = bindings.Request is { } request && IsHttpTrigger(bindingMetadata) ? request : bindings.Trigger.Find(bindingMetadata.Name);
        return value is null or T
            ? new(new InvocationInput<T>(bindingMetadata, (T?)value))
            : throw new InvalidOperationException($"Binding '{bindingMetadata.Name}' holds a {value.GetType()}, not a {typeof(T)}.");
    }

    /// <returns>The invocation result, to read after <c>next</c> or to set in its stead.</returns>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        new InvocationResultSnapshot(context.Bindings());

    /// <inheritdoc cref="GetInvocationResult(FunctionContext)"/>
    /// <exception cref="InvalidOperationException">The result is not a <typeparamref name="T"/>.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        var bindings = context.Bindings();
        return bindings.Result is T
            ? new InvocationResultSnapshot<T>(bindings)
            : throw new InvalidOperationException(
                $"Requested type({typeof(T)}) does not match the type of Invocation result({bindings.Result?.GetType().ToString() ?? "null"})");
    }

    /// <returns>One entry per output binding; its value is default where it is not a <typeparamref name="T"/>.</returns>
    public static IEnumerable<OutputBindingData<T>> GetOutputBindings<T>(this FunctionContext context)
    {
        var bindings = context.Bindings();
        foreach (var (name, metadata) in context.FunctionDefinition.OutputBindings)
        {
            yield return new InvocationOutput<T>(bindings, name, metadata.Type);
        }
    }

    private static bool IsHttpTrigger(BindingMetadata binding) => string.Equals(binding.Type, "httpTrigger", StringComparison.OrdinalIgnoreCase);
}
