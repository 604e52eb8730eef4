using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace FunctionsObo.Authorization;

/// <summary>
/// The worker fills a parameter that is neither trigger nor binding with the value of its name: a route value, else a query
/// parameter or a member of a JSON body, whatever the caller sends. A <see cref="CancellationToken"/> is such a parameter too, and
/// then cannot be read from a text, so that anybody can make the function fail.
/// </summary>
internal static class CallerSetParameters
{
    /// <summary>An error for each parameter of an HTTP function that is not the trigger, a binding, the context or a route value.</summary>
    public static IEnumerable<string> Errors(string function, MethodInfo method)
    {
        var route = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().FirstOrDefault()?.Route;
        var routeValues = RouteValues(route);
        return method.GetParameters().Where(parameter => !IsBound(parameter) && !routeValues.Contains(parameter.Name!)).Select(parameter =>
            $"Function '{function}' takes the parameter '{parameter.Name}', which any caller can set by a query parameter of that name: " +
            (parameter.ParameterType == typeof(CancellationToken) ? "use context.CancellationToken of a FunctionContext." : "read it from the request, or put it into the route."));
    }

    private static bool IsBound(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(FunctionContext)
        || parameter.GetCustomAttributes().Any(attribute => attribute is BindingAttribute or InputConverterAttribute);

    private static HashSet<string> RouteValues(string? route)
    {
        if (string.IsNullOrEmpty(route)) return [];
        try
        {
            return RoutePatternFactory.Parse(route).Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (RoutePatternException)
        {
            return []; // the host says what is wrong with it
        }
    }
}
