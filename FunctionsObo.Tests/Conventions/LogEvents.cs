using System.Reflection;
using FunctionsObo.Logging;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Tests.Conventions;

/// <summary>Everything that an assembly can log, and what may be in it.</summary>
internal static class LogEvents
{
    /// <summary>Exceptions have messages of anybody. The only line with one is for what the app's own code throws, which nobody else can find.</summary>
    private const string MayHaveException = "FunctionFailed";

    /// <summary>The host and the APIs of the local stack show on a developer's console what workers, host.json and the stack file say, in their words.</summary>
    private static readonly string[] OnADevelopersMachine = ["FunctionsHost", "DevStack"];

    private static readonly Type[] Own = [typeof(OwnName), typeof(OurText), typeof(TheirText)];

    private static readonly Type[] Numbers = [typeof(int), typeof(long), typeof(double), typeof(TimeSpan), typeof(Guid), typeof(DateTimeOffset)];

    public static IEnumerable<LogEvent> Of(Assembly assembly) => assembly.GetTypes().SelectMany(Of);

    public static IEnumerable<LogEvent> Of(Type type) =>
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        select new LogEvent(attribute.EventId, attribute.Level, attribute.EventName, method);

    /// <summary>The parameters that could hold a token, a secret or text of others.</summary>
    public static IEnumerable<string> Untyped(LogEvent one) =>
        from parameter in one.Method.GetParameters()
        let type = parameter.ParameterType
        where !OnADevelopersMachine.Contains(one.Method.Module.Assembly.GetName().Name, StringComparer.Ordinal)
            && type != typeof(ILogger) && !type.IsEnum && !Own.Contains(type) && !Numbers.Contains(type)
            && !(type == typeof(Exception) && one.Name == MayHaveException)
        select $"{one.Id} {one.Name}: {parameter.Name} is a {type.Name}";
}

/// <summary>One event.</summary>
internal sealed record LogEvent(int Id, LogLevel Level, string? Name, MethodInfo Method);
