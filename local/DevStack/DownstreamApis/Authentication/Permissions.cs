using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace DevStack.DownstreamApis.Authentication;

/// <summary>Which tokens an endpoint takes: of a user with a scope, or of the application itself with a role.</summary>
internal static class Permissions
{
    /// <summary>A user's token with any one of the scopes.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, params string[] scopes) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(PolicyOf(user => user.UserKey().IsComplete && user.Scopes().Intersect(scopes, StringComparer.Ordinal).Any()));

    /// <summary>The application's own token (no <c>scp</c>) with the role.</summary>
    public static TBuilder RequireAppRole<TBuilder>(this TBuilder endpoint, string role) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(PolicyOf(user => user.Scopes().Length == 0 && user.HasClaim("roles", role)));

    private static AuthorizationPolicy PolicyOf(Func<ClaimsPrincipal, bool> isMet) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(context => isMet(context.User)).Build();
}
