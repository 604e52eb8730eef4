using System.Reflection;
using System.Runtime.CompilerServices;

namespace FunctionApp.Tests.Conventions;

/// <summary>Methods and parameters: names, order, nullability, defaults, constraints.</summary>
internal static class WorkerApiSignature
{
    public static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        return $"{WorkerApiFormat.Modifiers(method)}{Return(method)} {method.Name}{generic}({Parameters(method)}){Constraints(method)}";
    }

    public static string Delegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return $"{Return(invoke)} {type.Name}({Parameters(invoke)})";
    }

    public static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select(p => (extension && p.Position == 0 ? "this " : "") + Parameter(p)));
    }

    private static string Return(MethodInfo method) => WorkerApiTypeName.Of(new NullabilityInfoContext().Create(method.ReturnParameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var mode = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : parameter.IsOut ? "out "
            : parameter.ParameterType.IsByRef ? "ref " : "";
        return $"{mode}{WorkerApiTypeName.Of(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{Default(parameter)}";
    }

    private static string Default(ParameterInfo parameter) => !parameter.HasDefaultValue ? "" : parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? " = default" : " = null",
        string text => $" = \"{text}\"",
        var value => $" = {value}",
    };

    private static string Constraints(MethodInfo method)
    {
        if (!method.IsGenericMethodDefinition) return "";
        return string.Concat(method.GetGenericArguments().Select(argument =>
        {
            var parts = new List<string>();
            if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
            parts.AddRange(argument.GetGenericParameterConstraints().Select(WorkerApiTypeName.Of));
            if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)) parts.Add("new()");
            return parts.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", parts)}";
        }));
    }
}
