using System.Reflection;
using FunctionsWorker.Discovery;
using FunctionsWorker.Invocations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Binding;

/// <summary>Decides at start how each parameter gets its value.</summary>
internal static class ParameterBinding
{
    /// <exception cref="FunctionStartException">The local host cannot bind this parameter.</exception>
    public static ParameterBinder For(string function, ParameterInfo parameter, bool isTrigger, bool isHttp, IServiceProvider services)
    {
        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(InputBindingAttribute)))
        {
            throw Refuse("has an input binding, and the local host has none: run this app with 'func start'.");
        }
        if (type.IsByRef) throw Refuse("is passed by reference: the worker passes values alone.");
        if (type == typeof(FunctionContext)) return static context => new(context);
        if (type == typeof(CancellationToken) || type == typeof(CancellationToken?)) return static context => new(context.CancellationToken);
        if (isTrigger && isHttp)
        {
            return type == typeof(HttpRequestData)
                ? static context => new(context.Bindings().Request)
                : throw Refuse($"is the HTTP trigger and a {type.Name}: make it an HttpRequestData and take the body by [FromBody].");
        }
        if (parameter.GetCustomAttribute<InputConverterAttribute>() is { } converter) return new ConverterBinder(parameter, converter, services).BindAsync;
        if (isHttp && !ValueConversion.Supports(type))
        {
            throw Refuse($"is a {type.Name}: bind HttpRequestData, FunctionContext, CancellationToken, a body by [FromBody], or a route value as string, number, bool, Guid, date or enum.");
        }
        return new ValueBinder(parameter, services).Bind;

        FunctionStartException Refuse(string reason) => new($"Function '{function}': parameter '{parameter.Name}' {reason}");
    }
}
