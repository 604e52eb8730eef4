using FunctionApp.Clients.Graph;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>What the caller is a member of, from Microsoft Graph: an answer of many pages, read to a limit.</summary>
public sealed class MyGroups(GraphClient graph)
{
    private const int Limit = 1000;

    [Function("MyGroups")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "me/groups")] HttpRequestData request,
        FunctionContext context)
    {
        var groups = await graph.ListGroupsAsync(context.GetCaller(), context.CancellationToken).Take(Limit).ToListAsync(context.CancellationToken);
        return await request.OkAsync(groups, FunctionsJson.Default.IReadOnlyListGraphGroup, context.CancellationToken);
    }
}
