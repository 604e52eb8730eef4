using System.Reflection;
using System.Text.Json;
using FunctionsWorker.Invocations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsWorker.Binding;

/// <summary>Binds a parameter by its name from the trigger's data: a route value, else a query parameter.</summary>
internal sealed class ValueBinder(ParameterInfo parameter, IServiceProvider services)
{
    private readonly MissingValue _missing = new(parameter);
    private readonly Func<string, object?> _convert =
        ValueConversion.To(parameter.ParameterType, services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value);

    public ValueTask<object?> Bind(FunctionContext context)
    {
        var source = context.Bindings().Trigger.Find(parameter.Name!);
        if (source is null) return new(_missing.Value(context));
        if (parameter.ParameterType.IsInstanceOfType(source)) return new(source);
        try
        {
            return source is string text ? new(_convert(text)) : throw new FormatException($"It is a {source.GetType()}.");
        }
        catch (Exception e) when (e is JsonException or FormatException or NotSupportedException)
        {
            // The caller sees 500, as in Azure, where the worker fails the invocation. A route constraint, {id:int}, makes it 404.
            throw new FunctionInputConverterException(
                $"Error converting 1 input parameters for Function '{context.FunctionDefinition.Name}': Cannot convert input parameter '{parameter.Name}' to type '{parameter.ParameterType}' from type '{source.GetType()}'.",
                e);
        }
    }
}
