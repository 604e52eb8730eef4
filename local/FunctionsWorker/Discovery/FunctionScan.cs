using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Discovery;

/// <summary>Finds the methods marked <see cref="FunctionAttribute"/> and refuses what the real host would not load.</summary>
internal static class FunctionScan
{
    private const BindingFlags Every = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <returns>The functions, by name.</returns>
    /// <exception cref="FunctionStartException">Two functions share a name, or one cannot be called.</exception>
    public static IReadOnlyList<Function> Scan(IEnumerable<Type> types, IServiceProvider services)
    {
        var found = types
            .SelectMany(type => type.GetMethods(Every))
            .Select(method => (Method: method, Name: method.GetCustomAttribute<FunctionAttribute>()?.Name))
            .Where(f => f.Name is not null)
            .OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        for (var i = 1; i < found.Count; i++)
        {
            if (!string.Equals(found[i].Name, found[i - 1].Name, StringComparison.OrdinalIgnoreCase)) continue;
            throw new FunctionStartException(
                $"Two functions are named '{found[i].Name}': {Describe(found[i - 1].Method)} and {Describe(found[i].Method)}. Give one of them another name in its [Function] attribute.");
        }
        return [.. found.Select(f => FunctionFactory.Create(f.Name!, f.Method, services))];
    }

    public static string Describe(MethodInfo method) => $"{method.ReflectedType!.FullName}.{method.Name}";
}
