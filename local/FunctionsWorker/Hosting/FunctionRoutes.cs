using System.Collections.Frozen;
using FunctionsWorker.Discovery;
using FunctionsWorker.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsWorker.Hosting;

/// <summary>One endpoint per HTTP function.</summary>
internal static class FunctionRoutes
{
    /// <exception cref="FunctionStartException">A route template is wrong, or two functions answer the same method and route.</exception>
    public static void Map(WebApplication app, IReadOnlyList<Function> functions, string prefix, FunctionRunner runner, ResponseWriter writer)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Results");
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions)
        {
            if (function.HttpTrigger is not { } trigger) continue;
            var pattern = Parse(app.Services, function.Name, Template(function.Name, trigger, prefix));
            var methods = Methods(trigger);
            RefuseDoubles(taken, function.Name, pattern, methods);
            var names = pattern.Parameters.Select(p => p.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
            var endpoint = new FunctionEndpoint(function, names, runner, writer, logger);
            var route = methods.Count == 0 ? app.Map(pattern, endpoint.HandleAsync) : app.MapMethods(pattern.RawText!, methods, endpoint.HandleAsync);
            route.WithDisplayName(function.Name);
        }
    }

    public static string Template(string function, HttpTriggerAttribute trigger, string prefix)
    {
        var route = string.IsNullOrEmpty(trigger.Route) ? function : trigger.Route;
        return prefix.Length == 0 ? route : $"{prefix}/{route}";
    }

    public static IReadOnlyList<string> Methods(HttpTriggerAttribute trigger) =>
        trigger.Methods is { } methods ? [.. methods.Where(m => !string.IsNullOrEmpty(m)).Select(m => m.ToUpperInvariant())] : [];

    private static RoutePattern Parse(IServiceProvider services, string function, string template)
    {
        try
        {
            var pattern = RoutePatternFactory.Parse(template);
            var policies = services.GetRequiredService<ParameterPolicyFactory>();
            foreach (var parameter in pattern.Parameters)
            {
                foreach (var policy in parameter.ParameterPolicies) policies.Create(parameter, policy);
            }
            return pattern;
        }
        catch (Exception e) when (e is RoutePatternException or RouteCreationException or InvalidOperationException)
        {
            throw new FunctionStartException($"Function '{function}': the route '{template}' is wrong. {e.Message}", e);
        }
    }

    private static void RefuseDoubles(Dictionary<string, string> taken, string function, RoutePattern pattern, IReadOnlyList<string> methods)
    {
        foreach (var method in methods.DefaultIfEmpty("*"))
        {
            var key = $"{method} {pattern.RawText!.Trim('/')}";
            if (taken.TryAdd(key, function)) continue;
            throw new FunctionStartException($"Functions '{taken[key]}' and '{function}' both answer {key}. Change the Route or the methods of one of them.");
        }
    }
}
