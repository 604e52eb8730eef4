using FunctionApp.Clients.Graph;
using FunctionApp.Clients.Orders;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>
/// Two downstream APIs for one response, called at the same time. When one of them is out of order the response has what there is,
/// 200, and <c>failures</c> names the rest; when both are, it is the failure of the first. What the client itself must fix
/// (a challenge, consent) is the answer to the whole request, so that it gets everything once it has done so.
/// </summary>
public sealed class Overview(GraphClient graph, OrdersClient orders)
{
    [Function("Overview")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "overview")] HttpRequestData request,
        FunctionContext context)
    {
        var caller = context.GetCaller();
        var profile = PartialResult.OfAsync("profile", graph.GetMeAsync(caller, context.CancellationToken));
        var list = PartialResult.OfAsync("orders", orders.ListAsync(caller, context.CancellationToken));
        await Task.WhenAll(profile, list);

        var failures = PartialResult.FailuresOf(await profile, await list);
        return await request.OkAsync(
            new OverviewOfUser((await profile).Value, (await list).Value, failures), FunctionsJson.Default.OverviewOfUser, context.CancellationToken);
    }
}

/// <summary>Profile and orders of the caller, as far as they could be had.</summary>
/// <param name="Profile">Null if it is among the failures.</param>
/// <param name="Orders">Null if they are among the failures.</param>
/// <param name="Failures">What is missing and why; empty when nothing is.</param>
public sealed record OverviewOfUser(GraphUser? Profile, IReadOnlyList<Order>? Orders, IReadOnlyList<PartFailure> Failures);
