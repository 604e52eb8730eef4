using System.Net;
using FunctionApp.Clients.Orders;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>The caller's orders, from the Orders API: read them, read one, place one.</summary>
[RequiredScope("access_as_user")]
public sealed class Orders(OrdersClient orders)
{
    [Function("ListOrders")]
    public async Task<HttpResponseData> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders")] HttpRequestData request,
        FunctionContext context)
    {
        var list = await orders.ListAsync(context.GetCaller(), context.CancellationToken);
        return await request.OkAsync(list, OrdersJson.Default.IReadOnlyListOrder, context.CancellationToken);
    }

    [Function("GetOrder")]
    public async Task<HttpResponseData> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id}")] HttpRequestData request,
        string id,
        FunctionContext context)
    {
        var order = await orders.GetAsync(id, context.GetCaller(), context.CancellationToken);
        return await request.OkAsync(order, OrdersJson.Default.Order, context.CancellationToken);
    }

    [Function("PlaceOrder")]
    public async Task<HttpResponseData> Place(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders")] HttpRequestData request,
        FunctionContext context)
    {
        var asked = await request.ReadBodyAsync(FunctionsJson.Default.OrderRequest, context.CancellationToken);
        var placed = await orders.PlaceAsync(asked.Validate(), context.GetCaller(), context.CancellationToken);
        return await request.JsonAsync(HttpStatusCode.Created, placed, OrdersJson.Default.Order, context.CancellationToken);
    }
}
