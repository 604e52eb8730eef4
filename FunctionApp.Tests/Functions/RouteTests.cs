using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace FunctionApp.Tests.Functions;

public sealed class RouteTests
{
    /// <summary>
    /// ASP.NET prefers the closest route; Azure's host takes the first function by name whose route fits
    /// (https://github.com/Azure/azure-functions-host/issues/9876). Routes that no path can share work in both.
    /// </summary>
    [Fact]
    public void No_two_functions_answer_the_same_path()
    {
        var functions = Functions().ToList();

        Assert.NotEmpty(functions);
        foreach (var (index, (name, route, methods)) in functions.Index())
        {
            foreach (var other in functions.Skip(index + 1))
                Assert.False(methods.Intersect(other.Methods, StringComparer.OrdinalIgnoreCase).Any() && Overlap(route, other.Route), $"{name} and {other.Name} share paths.");
        }
    }

    [Theory]
    [InlineData("orders/{id}", "orders/summary", true)]
    [InlineData("orders/{id}", "{kind}/summary", true)]
    [InlineData("orders/{id}", "reports/orders", false)]
    [InlineData("orders", "orders/{id}", false)]
    [InlineData("orders", "orders/{id?}", true)]
    [InlineData("me", "{*path}", true)]
    public void Shared_paths_are_seen(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, Overlap(one, other));
        Assert.Equal(overlap, Overlap(other, one));
    }

    private static IEnumerable<(string Name, string Route, string[] Methods)> Functions() =>
        from method in typeof(Program).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select (function.Name, trigger.Route ?? function.Name, trigger.Methods ?? []);

    private static bool Overlap(string one, string other)
    {
        var (a, b) = (one.Split('/'), other.Split('/'));
        for (var i = 0; ; i++)
        {
            if (IsRest(a, i) || IsRest(b, i)) return true;
            if (i == a.Length || i == b.Length) return a.Skip(i).Concat(b.Skip(i)).All(IsOptional);
            if (!IsParameter(a[i]) && !IsParameter(b[i]) && !a[i].Equals(b[i], StringComparison.OrdinalIgnoreCase)) return false;
        }
    }

    private static bool IsParameter(string segment) => segment.StartsWith('{');

    private static bool IsOptional(string segment) => segment.EndsWith("?}", StringComparison.Ordinal);

    private static bool IsRest(string[] segments, int index) => index < segments.Length && segments[index].StartsWith("{*", StringComparison.Ordinal);
}
