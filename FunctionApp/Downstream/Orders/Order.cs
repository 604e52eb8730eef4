using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionApp.Downstream.Orders;

/// <summary>An order as the Orders API describes one.</summary>
public sealed record Order(string Id, string Product, int Quantity, string? Note, DateTimeOffset PlacedAt);

/// <summary>What it takes to place an order.</summary>
public sealed record NewOrder(string Product, int Quantity, string? Note);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(IReadOnlyList<Order>))]
[JsonSerializable(typeof(NewOrder))]
internal sealed partial class OrdersJson : JsonSerializerContext;
