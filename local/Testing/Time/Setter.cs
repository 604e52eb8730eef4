using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace FunctionsObo.Testing.Time;

/// <summary>Who stands behind a call: the nearest method that is no framework's.</summary>
internal static partial class Setter
{
    private static readonly string[] Frameworks = ["System", "Microsoft", "Polly", "Grpc", "FunctionsObo.Testing"];

    public static string Of(StackTrace stack)
    {
        var methods = stack.GetFrames().Select(frame => frame.GetMethod()).OfType<MethodBase>().Where(method => method.DeclaringType is not null).ToList();
        return (methods.Find(method => !IsFramework(method)) ?? methods.FirstOrDefault()) is { } nearest ? Name(nearest) : "an unknown method";
    }

    private static bool IsFramework(MethodBase method)
    {
        var assembly = method.DeclaringType!.Assembly.GetName().Name!;
        return Array.Exists(Frameworks, framework => assembly == framework || assembly.StartsWith($"{framework}.", StringComparison.Ordinal));
    }

    /// <summary>What the compiler makes of asynchronous methods and lambdas has the method's name in its own.</summary>
    private static string Name(MethodBase method)
    {
        var (type, name) = (method.DeclaringType!, method.Name);
        while (type.DeclaringType is { } outer && type.Name.StartsWith('<'))
        {
            if (Generated().Match(type.Name) is { Success: true } inType) name = inType.Groups["name"].Value;
            type = outer;
        }

        return $"{type.FullName}.{(Generated().Match(name) is { Success: true } inName ? inName.Groups["name"].Value : name)}";
    }

    [GeneratedRegex("<(?<name>[^<>]+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Generated();
}
