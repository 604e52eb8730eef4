using FunctionApp.Clients.Graph;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>The caller's profile, from Microsoft Graph.</summary>
public sealed class Me(GraphClient graph)
{
    [Function("Me")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "me")] HttpRequestData request,
        FunctionContext context)
    {
        var user = await graph.GetMeAsync(context.GetCaller(), context.CancellationToken);
        return await request.OkAsync(user, GraphJson.Default.GraphUser, context.CancellationToken);
    }
}
