using System.Reflection;

namespace FunctionApp.Tests.Conventions;

/// <summary>The public and protected face of a type, one line each for the type and its members, in the form of the lists.</summary>
internal static class WorkerApiFormat
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string FullName(Type type) => $"{type.Namespace}.{WorkerApiTypeName.Of(type)}";

    public static IReadOnlyList<string> Lines(Type type)
    {
        List<string> lines = [$"[type] {WorkerApiTypeLine.Of(type)}"];
        if (type.IsEnum) lines.AddRange(Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}"));
        else if (!typeof(Delegate).IsAssignableFrom(type)) lines.AddRange(Members(type));
        return [.. lines.Select(line => $"{FullName(type)} :: {line}")];
    }

    private static IEnumerable<string> Members(Type type) =>
    [
        .. type.GetConstructors(Declared).Where(Visible).Select(c => $"{Protected(c)}{type.Name.Split('`')[0]}({WorkerApiSignature.Parameters(c)})"),
        .. type.GetProperties(Declared).Where(p => Accessors(p).Any(a => !IsOverride(a))).Select(Property),
        .. type.GetMethods(Declared).Where(m => Visible(m) && !m.IsSpecialName && !IsOverride(m)).Select(WorkerApiSignature.Method),
        .. type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(Field),
    ];

    public static string Modifiers(MethodBase method)
    {
        var kind = method.IsStatic ? "static "
            : method.DeclaringType!.IsInterface ? ""
            : method.IsAbstract ? "abstract "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
        return Obsolete(method) + Protected(method) + kind;
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = Accessors(property).ToList();
        var names = string.Concat(accessors.Select(a => a == property.GetMethod ? "get; " : "set; "));
        return $"{Obsolete(property)}{Modifiers(accessors[0])}{WorkerApiTypeName.Of(new NullabilityInfoContext().Create(property))} {property.Name} {{ {names}}}";
    }

    private static string Field(FieldInfo field) =>
        $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{WorkerApiTypeName.Of(field.FieldType)} {field.Name}{(field.IsLiteral ? $" = \"{field.GetRawConstantValue()}\"" : "")}";

    private static IEnumerable<MethodInfo> Accessors(PropertyInfo property) =>
        new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(Visible);

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;

    private static string Protected(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Obsolete(MemberInfo member) => member.IsDefined(typeof(ObsoleteAttribute)) ? "[Obsolete] " : "";
}
