using DevStack.DownstreamApis.Faults;
using DevStack.DownstreamApis.Seen;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace DevStack.DownstreamApis.Dev;

/// <summary>What a developer or a test asks the API about itself.</summary>
internal static class DevEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var anonymous = endpoints.MapGroup("/dev").AllowAnonymous();
        anonymous.MapGet("/seen", (SeenTokens seen) => seen.Newest);
        anonymous.MapDelete("/seen", (SeenTokens seen) => seen.Clear());
        anonymous.MapGet("/faults", FaultEndpoint.Pending);
        anonymous.MapPost("/faults", FaultEndpoint.AddAsync);
        anonymous.MapDelete("/faults", (FaultScript faults) => faults.Clear());

        // Under the fallback policy: any good token will do.
        endpoints.MapMethods("/dev/echo", [HttpMethods.Get, HttpMethods.Post], EchoedHeaders);
    }

    /// <summary>True for the endpoints that need no token and are never in a fault's way.</summary>
    public static bool IsForDeveloper(this HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static Dictionary<string, string> EchoedHeaders(HttpRequest request) => request.Headers.ToDictionary(
        header => header.Key,
        header => header.Key.Equals(HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase) ? "(not shown)" : header.Value.ToString(),
        StringComparer.OrdinalIgnoreCase);
}
