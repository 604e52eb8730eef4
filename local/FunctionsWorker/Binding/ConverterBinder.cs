using System.Collections.Immutable;
using System.Reflection;
using FunctionsWorker.Invocations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsWorker.Binding;

/// <summary>Binds a parameter by the converter that its attribute names.</summary>
internal sealed class ConverterBinder(ParameterInfo parameter, InputConverterAttribute attribute, IServiceProvider services)
{
    private readonly MissingValue _missing = new(parameter);
    private readonly IInputConverter _converter = (IInputConverter)ActivatorUtilities.GetServiceOrCreateInstance(services, attribute.ConverterType);

    public async ValueTask<object?> BindAsync(FunctionContext context)
    {
        var source = context.Bindings().Trigger.Find(parameter.Name!);
        var result = await _converter.ConvertAsync(new Conversion(parameter.ParameterType, source, context));
        return result.Status switch
        {
            ConversionStatus.Succeeded => result.Value,
            ConversionStatus.Failed when source is not null => throw new FunctionInputConverterException(
                $"Error converting 1 input parameters for Function '{context.FunctionDefinition.Name}': Cannot convert input parameter '{parameter.Name}' to type '{parameter.ParameterType}'.",
                result.Error),
            _ => _missing.Value(context),
        };
    }

    private sealed class Conversion(Type targetType, object? source, FunctionContext context) : ConverterContext
    {
        public override Type TargetType => targetType;

        public override object? Source => source;

        public override FunctionContext FunctionContext => context;

        public override IReadOnlyDictionary<string, object> Properties => ImmutableDictionary<string, object>.Empty;
    }
}
