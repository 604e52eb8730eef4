using FunctionApp.Clients.Orders;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>
/// The totals of all users' orders, for other apps: the downstream call is made as this app, so the app role is what protects
/// the data. (Not under <c>orders/</c>: Azure's host takes functions in the order of their names, not the closest route.)
/// </summary>
public sealed class OrderReport(OrdersClient orders)
{
    [Function("OrderReport")]
    [RequiredAppRole("Functions.Read.All")]
    public async Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/orders")] HttpRequestData request,
        FunctionContext context)
    {
        var totals = await orders.SumUpAsync(context.CancellationToken);
        return await request.OkAsync(totals, OrdersJson.Default.OrderTotals, context.CancellationToken);
    }
}
