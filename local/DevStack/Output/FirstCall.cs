using System.Reflection;
using DevStack.Functions;

namespace DevStack.Output;

/// <summary>The function that is called first to see that an app works.</summary>
internal static class FirstCall
{
    /// <summary>The shortest route that a user may GET without a value in it; null if no function has one.</summary>
    public static string? RouteIn(Assembly app) => FunctionList.Of(app)
        .Where(function => function is { Method: "GET", Admits.Kind: Admission.OfUsers } && !function.Route.Contains('{', StringComparison.Ordinal))
        .Select(function => function.Route).OrderBy(route => route.Length).ThenBy(route => route, StringComparer.Ordinal).FirstOrDefault();
}
