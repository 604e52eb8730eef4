namespace Microsoft.Azure.Functions.Worker.Context.Features;

/// <summary>The arguments that a function will be called with, in parameter order; middleware may replace entries.</summary>
public class FunctionInputBindingResult(object?[] values)
{
    public object?[] Values { get; } = values;
}

/// <summary>Binds a function's arguments once per invocation.</summary>
public interface IFunctionInputBindingFeature
{
    /// <exception cref="FunctionInputConverterException">A value is missing or cannot be converted.</exception>
    ValueTask<FunctionInputBindingResult> BindFunctionInputAsync(FunctionContext context);
}
