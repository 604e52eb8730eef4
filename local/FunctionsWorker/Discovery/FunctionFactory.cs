using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FunctionsWorker.Binding;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace FunctionsWorker.Discovery;

/// <summary>Makes a <see cref="Function"/> of a method.</summary>
internal static partial class FunctionFactory
{
    public static Function Create(string name, MethodInfo method, IServiceProvider services)
    {
        if (Fault(name, method) is { } fault)
        {
            throw new FunctionStartException($"Function '{name}' ({FunctionScan.Describe(method)}) {fault}");
        }
        var (parameter, attribute) = Trigger(method)!.Value;
        var trigger = LocalBindingMetadata.ForTrigger(parameter, attribute);
        var http = attribute as HttpTriggerAttribute;
        var output = http is null ? null : HttpOutput.Of(ResultType(method));
        var binding = http is null ? null : new LocalBindingMetadata(output?.Name ?? "$return", "http", BindingDirection.Out);
        return new Function(
            new LocalFunctionDefinition(name, method, trigger, binding),
            http,
            [.. method.GetParameters().Select(p => ParameterBinding.For(name, p, isTrigger: p == parameter, http is not null, services))],
            Invoker(name, method),
            output);
    }

    private static MethodInvoker Invoker(string name, MethodInfo method)
    {
        try
        {
            return MethodInvoker.For(method);
        }
        catch (InvalidOperationException e)
        {
            throw new FunctionStartException($"Function '{name}' ({FunctionScan.Describe(method)}) has a class without a usable public constructor. {e.Message}", e);
        }
    }

    private static string? Fault(string name, MethodInfo method)
    {
        var type = method.ReflectedType!;
        if (!NamePattern().IsMatch(name)) return "has a name that the host refuses: a letter, then up to 127 letters, digits, '_' and '-', and not 'host'.";
        if (!method.IsPublic) return "is not public: the worker calls public methods only.";
        if (method.ContainsGenericParameters || type.ContainsGenericParameters) return "is generic: nothing says what to call it with.";
        if (!method.IsStatic && (type.IsAbstract || type.IsValueType)) return "is an instance method of a type that cannot be created: make it static, or the type a class that is not abstract.";
        if (type.GetMember(method.Name, MemberTypes.Method, BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Length > 1)
        {
            return "shares its method name with another method of the class: the worker finds it by name alone.";
        }
        return ReturnFault(method) ?? TriggerFault(method);
    }

    private static string? ReturnFault(MethodInfo method)
    {
        var returns = method.ReturnType;
        if (returns == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))) return "is async void: nobody could wait for it or see it fail. Return Task.";
        if (returns == typeof(ValueTask) || (returns.IsGenericType && returns.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            return "returns a ValueTask: the worker does not await it. Return a Task.";
        }
        var output = ResultType(method).GetProperties()
            .SelectMany(p => p.GetCustomAttributes<OutputBindingAttribute>())
            .Concat(method.GetCustomAttributes<OutputBindingAttribute>())
            .FirstOrDefault(a => a is not HttpResultAttribute);
        return output is null ? null : $"has the output binding {output.GetType().Name}: the local host has HTTP responses alone. Run it with 'func start'.";
    }

    private static string? TriggerFault(MethodInfo method) => method.GetParameters().Count(p => p.IsDefined(typeof(TriggerBindingAttribute))) switch
    {
        0 => "has no trigger: mark one parameter, [HttpTrigger(...)] HttpRequestData for example.",
        1 => null,
        _ => "has more than one trigger.",
    };

    private static (ParameterInfo Parameter, TriggerBindingAttribute Attribute)? Trigger(MethodInfo method)
    {
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.GetCustomAttribute<TriggerBindingAttribute>() is { } trigger) return (parameter, trigger);
        }
        return null;
    }

    private static Type ResultType(MethodInfo method)
    {
        var type = method.ReturnType;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? type.GetGenericArguments()[0] : type;
    }

    // The host's own pattern for function names.
    [GeneratedRegex("^(?!host$)[a-z][a-z0-9_-]{0,127}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
