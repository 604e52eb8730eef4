using System.Net;
using FunctionApp.Authentication;
using FunctionApp.Authorization;
using FunctionApp.Downstream.Orders;
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
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var list = await orders.ListAsync(context.GetCaller(), cancellationToken);
        return await request.OkAsync(list, OrdersJson.Default.IReadOnlyListOrder, cancellationToken);
    }

    [Function("GetOrder")]
    public async Task<HttpResponseData> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id}")] HttpRequestData request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var order = await orders.GetAsync(id, context.GetCaller(), cancellationToken);
        return await request.OkAsync(order, OrdersJson.Default.Order, cancellationToken);
    }

    [Function("PlaceOrder")]
    public async Task<HttpResponseData> Place(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders")] HttpRequestData request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var asked = await request.ReadBodyAsync(FunctionsJson.Default.OrderRequest, cancellationToken);
        var placed = await orders.PlaceAsync(asked.Validate(), context.GetCaller(), cancellationToken);
        return await request.JsonAsync(HttpStatusCode.Created, placed, OrdersJson.Default.Order, cancellationToken);
    }
}
