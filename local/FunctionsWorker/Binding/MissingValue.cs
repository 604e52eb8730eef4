using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Binding;

/// <summary>What a parameter gets when nothing was sent for it: its default value, null where null can stand, else an error.</summary>
internal sealed class MissingValue(ParameterInfo parameter)
{
    private readonly object? _default = parameter.HasDefaultValue ? parameter.DefaultValue : null;

    private readonly bool _optional = parameter.HasDefaultValue
        || !parameter.ParameterType.IsValueType
        || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;

    public object? Value(FunctionContext context) => _optional
        ? _default
        : throw new FunctionInputConverterException(
            $"Error converting 1 input parameters for Function '{context.FunctionDefinition.Name}': Could not populate the value for '{parameter.Name}' parameter. Consider adding a default value or making the parameter nullable.");
}
