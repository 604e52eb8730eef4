using FunctionsObo.Authentication;
using FunctionsObo.Downstream;

namespace FunctionApp.Clients.Orders;

/// <summary>The organisation's own Orders API.</summary>
public sealed class OrdersClient(DownstreamApi orders)
{
    /// <summary>The caller's orders.</summary>
    public Task<IReadOnlyList<Order>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        orders.GetAsync("orders", caller, OrdersJson.Default.IReadOnlyListOrder, cancellationToken);

    /// <summary>One of the caller's orders.</summary>
    public Task<Order> GetAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        orders.GetAsync($"orders/{id}", caller, OrdersJson.Default.Order, cancellationToken);

    /// <summary>Places an order for the caller.</summary>
    public Task<Order> PlaceAsync(NewOrder order, Caller caller, CancellationToken cancellationToken) =>
        orders.PostAsync("orders", order, caller, OrdersJson.Default.NewOrder, OrdersJson.Default.Order, cancellationToken);

    /// <summary>The totals over all users, which no user may see: as this app itself.</summary>
    public Task<OrderTotals> SumUpAsync(CancellationToken cancellationToken) =>
        orders.GetAsync("orders/summary", CallAs.App, OrdersJson.Default.OrderTotals, cancellationToken);
}
