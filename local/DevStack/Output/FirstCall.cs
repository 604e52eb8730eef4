using System.Reflection;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace DevStack.Output;

/// <summary>The function that is called first to see that an app works.</summary>
internal static class FirstCall
{
    /// <summary>The shortest route that a user may GET without a value in it; null if no function has one.</summary>
    public static string? RouteIn(Assembly app) => Routes(app).OrderBy(route => route.Length).ThenBy(route => route, StringComparer.Ordinal).FirstOrDefault();

    private static IEnumerable<string> Routes(Assembly app) =>
        from method in app.GetTypes().SelectMany(type => type.GetMethods())
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null && IsForUsers(method)
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
        where trigger is not null && trigger.Methods?.Contains("get", StringComparer.OrdinalIgnoreCase) != false
        let route = trigger.Route ?? function.Name
        where !route.Contains('{', StringComparison.Ordinal)
        select route;

    /// <summary>What a method declares replaces what its class does.</summary>
    private static bool IsForUsers(MethodInfo method) =>
        method.IsDefined(typeof(RequiredScopeAttribute))
        || (method.DeclaringType!.IsDefined(typeof(RequiredScopeAttribute)) && !method.IsDefined(typeof(AllowAnonymousAttribute)) && !method.IsDefined(typeof(RequiredAppRoleAttribute)));
}
