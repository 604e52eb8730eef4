// Each of these differs from the worker's type of the same name; WorkerApiFormatTests says how.
#pragma warning disable CA1018, CA1711, CA1716, CA1040, CA1813, MA0049, MA0036, MA0010, MA0055, CA1012

namespace FunctionApp.Tests.Conventions.Deviations;

public class HttpCookies
{
    public virtual string Names(int i) => $"{i}";
}

public abstract class RetryContext
{
    public abstract long RetryCount { get; }

    public virtual int MaxRetryCount => 0;
}

public interface IFunctionActivator
{
    object CreateInstance(Type instanceType, object context);
}

public enum SameSite
{
    None = 1,
    Lax,
}

[AttributeUsage(AttributeTargets.All)]
public class FunctionAttribute(string functionName) : Attribute
{
    public string? Name { get; set; } = functionName;
}

public sealed class HttpCookie
{
    public HttpCookie(string name, string value = "")
    {
        Name = name + value;
    }

    public string Name { get; set; }

    public double MaxAge { get; set; }
}

public static class FunctionActivatorExtensions
{
    public static T? CreateInstance<T>(IFunctionActivator activator, object context) => activator is T t && context is not null ? t : default;
}
