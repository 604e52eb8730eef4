using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionApp.Clients.Orders;

/// <summary>An order as the Orders API describes one.</summary>
public sealed record Order(string Id, string Product, int Quantity, string? Note, DateTimeOffset PlacedAt);

/// <summary>What it takes to place an order.</summary>
public sealed record NewOrder(string Product, int Quantity, string? Note);

/// <summary>All users' orders in three numbers: users who ordered, orders, pieces.</summary>
public sealed record OrderTotals(int Users, int Orders, long Pieces);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(IReadOnlyList<Order>))]
[JsonSerializable(typeof(NewOrder))]
[JsonSerializable(typeof(OrderTotals))]
internal sealed partial class OrdersJson : JsonSerializerContext;
