namespace DevHost.DownstreamApis.Orders;

/// <summary>One order of one user.</summary>
internal sealed record Order(string Id, string Product, int Quantity, string? Note, DateTimeOffset PlacedAt);
