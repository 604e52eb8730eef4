using System.Runtime.CompilerServices;
using FunctionsObo.Authentication;
using FunctionsObo.Downstream;

namespace FunctionApp.Clients.Graph;

/// <summary>Microsoft Graph, as the caller. Which cloud's is the configuration's word: <c>DownstreamApis:Graph:BaseUrl</c>.</summary>
public sealed class GraphClient(DownstreamApi graph)
{
    private const int PageSize = 100;

    /// <summary>An end for an answer that always names a next page.</summary>
    private const int MaximumPages = 100;

    /// <summary>The caller's own profile (https://learn.microsoft.com/graph/api/user-get).</summary>
    public Task<GraphUser> GetMeAsync(Caller caller, CancellationToken cancellationToken) =>
        graph.GetAsync("me", caller, GraphJson.Default.GraphUser, cancellationToken);

    /// <summary>What the caller is a direct member of, page by page as it is read, at most 10,000 entries.</summary>
    public async IAsyncEnumerable<GraphGroup> ListGroupsAsync(Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DownstreamPath next = $"me/memberOf?$top={PageSize}";
        for (var pages = 0; pages < MaximumPages; pages++)
        {
            var page = await graph.GetAsync(next, caller, GraphJson.Default.GraphGroupPage, cancellationToken);
            foreach (var group in page.Value) yield return group;

            if (page.NextLink is null) yield break;
            next = graph.PathOf(page.NextLink);
        }
    }
}
