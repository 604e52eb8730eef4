using FunctionApp.Authentication;

namespace FunctionApp.Downstream.Graph;

/// <summary>Microsoft Graph, as the caller (https://learn.microsoft.com/graph/api/user-get).</summary>
public sealed class GraphClient(DownstreamApi graph)
{
    /// <summary>The caller's own profile.</summary>
    public Task<GraphUser> GetMeAsync(Caller caller, CancellationToken cancellationToken) =>
        graph.GetAsync("me", caller, GraphJson.Default.GraphUser, cancellationToken);
}
