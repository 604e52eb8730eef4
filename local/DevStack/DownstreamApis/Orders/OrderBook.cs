using System.Collections.Concurrent;
using DevStack.DownstreamApis.Authentication;
using EntraEmulator.Tenants;

namespace DevStack.DownstreamApis.Orders;

/// <summary>Everybody's orders in memory, under tenant and object id. One user's are out of reach for another.</summary>
internal sealed class OrderBook
{
    private static readonly (string Product, int Quantity)[] Seeds = [("Notebook", 3), ("Desk lamp", 1), ("Espresso beans", 12), ("Standing desk", 1)];

    private readonly ConcurrentDictionary<UserKey, ConcurrentDictionary<string, Order>> _orders = new();
    private readonly TimeProvider _time;
    private int _lastId = 1000;

    /// <summary>Opens the book with two or three orders for each user, numbered from 1001.</summary>
    public OrderBook(IReadOnlyList<User> users, TimeProvider time)
    {
        _time = time;
        Welcome(users);
    }

    /// <summary>Gives as many to each user who has none yet.</summary>
    public void Welcome(IReadOnlyList<User> users)
    {
        foreach (var (index, user) in users.Index().Where(each => !_orders.ContainsKey(UserKey.Of(each.Item))))
            foreach (var (product, quantity) in Seeds.Skip(index % 2).Take(2 + index % 2))
                Place(UserKey.Of(user), product, quantity, note: null);
    }

    public IReadOnlyList<Order> Of(UserKey user) => _orders.TryGetValue(user, out var orders) ? [.. orders.Values.OrderBy(order => order.Id, StringComparer.Ordinal)] : [];

    public Order? Find(UserKey user, string id) => _orders.TryGetValue(user, out var orders) ? orders.GetValueOrDefault(id) : null;

    public Order Place(UserKey user, string product, int quantity, string? note)
    {
        var order = new Order(Interlocked.Increment(ref _lastId).ToString(), product, quantity, note, _time.GetUtcNow());
        return _orders.GetOrAdd(user, _ => new ConcurrentDictionary<string, Order>(StringComparer.Ordinal))[order.Id] = order;
    }

    public OrdersSummary Summary()
    {
        var all = _orders.Values.SelectMany(orders => orders.Values).ToList();
        return new OrdersSummary(_orders.Count, all.Count, all.Sum(order => (long)order.Quantity));
    }
}

/// <summary>Counts over all users: who has ordered, how many orders, how many pieces.</summary>
internal sealed record OrdersSummary(int Users, int Orders, long Pieces);

/// <summary>One order of one user.</summary>
internal sealed record Order(string Id, string Product, int Quantity, string? Note, DateTimeOffset PlacedAt);
