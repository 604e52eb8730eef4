using FunctionApp.Authentication;
using FunctionApp.Authorization;
using FunctionApp.Downstream.Graph;
using FunctionApp.Downstream.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>Two downstream APIs for one answer, called at the same time.</summary>
public sealed class Overview(GraphClient graph, OrdersClient orders)
{
    [Function("Overview")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "overview")] HttpRequestData request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.GetCaller();
        var profile = graph.GetMeAsync(caller, cancellationToken);
        var list = orders.ListAsync(caller, cancellationToken);
        await Task.WhenAll(profile, list);

        return await request.OkAsync(
            new OverviewOfUser(await profile, await list), FunctionsJson.Default.OverviewOfUser, cancellationToken);
    }
}

/// <summary>Profile and orders of the caller.</summary>
public sealed record OverviewOfUser(GraphUser Profile, IReadOnlyList<Order> Orders);
