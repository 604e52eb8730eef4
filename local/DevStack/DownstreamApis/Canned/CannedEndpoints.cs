using DevStack.DownstreamApis.Authentication;
using EntraEmulator.StackFiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace DevStack.DownstreamApis.Canned;

/// <summary>The endpoints that a list of routes describes. Another list takes its place as a whole.</summary>
internal sealed class CannedEndpoints(IReadOnlyList<RouteDefinition> routes) : EndpointDataSource
{
    private readonly Lock _changing = new();
    private volatile State _now = new(routes);

    public override IReadOnlyList<Endpoint> Endpoints => _now.Endpoints;

    public override IChangeToken GetChangeToken() => _now.Replaced;

    public void Take(IReadOnlyList<RouteDefinition> routes)
    {
        lock (_changing)
        {
            var before = _now;
            _now = new State(routes);
            before.Replaced.OnReload();
        }
    }

    /// <summary>Of several that fit a request the closest answers, of equally close ones the first.</summary>
    private static IEnumerable<Endpoint> Ordered(IEnumerable<RouteDefinition> routes) => routes
        .Select(route => (Route: route, Pattern: RoutePatternFactory.Parse(route.Path)))
        .OrderBy(each => each.Pattern.InboundPrecedence)
        .Select((each, order) => EndpointOf(each.Route, each.Pattern, order));

    private static Endpoint EndpointOf(RouteDefinition route, RoutePattern pattern, int order)
    {
        var endpoint = new RouteEndpointBuilder(context => CannedAnswer.WriteAsync(context, route), pattern, order)
        {
            DisplayName = $"{route.Method} {route.Path}",
            Metadata = { new HttpMethodMetadata([route.Method]) },
        };
        var conventions = new Conventions(endpoint);
        _ = route.AppRole is { } role ? conventions.RequireAppRole(role) : conventions.RequireScope(route.Scope!);
        return endpoint.Build();
    }

    /// <summary>Lets what is for endpoints that are mapped serve one that is made by hand.</summary>
    private sealed class Conventions(EndpointBuilder endpoint) : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention) => convention(endpoint);
    }

    private sealed class State(IReadOnlyList<RouteDefinition> routes)
    {
        public IReadOnlyList<Endpoint> Endpoints { get; } = [.. Ordered(routes)];

        public ConfigurationReloadToken Replaced { get; } = new();
    }
}
