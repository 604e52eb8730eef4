using System.Reflection;

namespace FunctionApp.Tests.Conventions;

/// <summary>A type's own line: kind, modifiers, what it derives from, where it may stand as an attribute.</summary>
internal static class WorkerApiTypeLine
{
    public static string Of(Type type)
    {
        if (type.IsEnum) return $"enum {type.Name}";
        if (typeof(Delegate).IsAssignableFrom(type)) return $"delegate {WorkerApiSignature.Delegate(type)}";
        return $"{Kind(type)} {WorkerApiTypeName.Of(type)}{Bases(type)}{Usage(type)}";
    }

    private static string Kind(Type type) =>
        type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class" : "class";

    private static string Bases(Type type)
    {
        var inherited = (type.BaseType?.GetInterfaces() ?? []).Concat(type.GetInterfaces().SelectMany(i => i.GetInterfaces())).ToHashSet();
        var bases = new[] { type.BaseType }
            .Where(b => b is not null && b != typeof(object) && b != typeof(ValueType))
            .Concat(type.GetInterfaces().Where(i => !inherited.Contains(i)))
            .Select(b => WorkerApiTypeName.Of(b!));
        var list = string.Join(", ", bases);
        return list.Length == 0 ? "" : $" : {list}";
    }

    private static string Usage(Type type)
    {
        var usage = type.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType == typeof(AttributeUsageAttribute));
        if (usage is null) return "";
        var parts = new[] { ((AttributeTargets)(int)usage.ConstructorArguments[0].Value!).ToString() }
            .Concat(usage.NamedArguments.Select(a => $"{a.MemberName}={a.TypedValue.Value}"));
        return $" [AttributeUsage({string.Join(", ", parts)})]";
    }
}
