using FunctionsHost.Diagnostics;
using FunctionsHost.Functions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Http;

/// <summary>
/// The routes of HTTP functions, matched as Azure's host matches them: the first by function name whose template and methods fit,
/// not the closest one.
/// </summary>
internal static class FunctionRoutes
{
    public static IRouter Build(IEnumerable<HostedFunction> functions, string prefix, FunctionEndpoint endpoint, IServiceProvider services)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(HostLog.Category);
        var constraints = services.GetRequiredService<IInlineConstraintResolver>();
        var routes = new RouteCollection();
        foreach (var function in functions)
        {
            if (!function.IsHttp) continue;
            try
            {
                routes.Add(new Route(
                    new RouteHandler(http => endpoint.HandleAsync(http, function.Name)),
                    function.Name,
                    Template(function, prefix),
                    defaults: [],
                    constraints: Methods(function),
                    dataTokens: [],
                    constraints));
            }
            catch (Exception wrong) when (wrong is RouteCreationException or ArgumentException)
            {
                HostLog.FunctionNotLoaded(logger, function.Name, $"Its route '{Template(function, prefix)}' is wrong: {(wrong.InnerException ?? wrong).Message}");
            }
        }

        return routes;
    }

    public static string Template(HostedFunction function, string prefix)
    {
        var route = string.IsNullOrEmpty(function.Trigger.Route) ? function.Name : function.Trigger.Route.TrimStart('/');
        return prefix.Length == 0 ? route : $"{prefix}/{route}";
    }

    private static Dictionary<string, object> Methods(HostedFunction function) => function.Trigger.Methods is { } methods
        ? new(StringComparer.OrdinalIgnoreCase) { ["httpMethod"] = new HttpMethodRouteConstraint([.. methods]) }
        : [];
}
