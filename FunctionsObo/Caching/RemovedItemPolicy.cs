using BitFaster.Caching.Lru;

namespace FunctionsObo.Caching;

/// <summary>
/// BitFaster's own order, and besides: items that were removed are discarded from its queues on request. They would stand in the
/// places of live ones otherwise, with the memory that they hold, until enough others have come.
/// </summary>
internal readonly struct RemovedItemPolicy<TKey, TValue> : IItemPolicy<TKey, TValue, LruItem<TKey, TValue>>
    where TKey : notnull
{
    private static LruPolicy<TKey, TValue> Order => default;

    /// <summary>Nothing ends by itself: BitFaster's clock is the system's.</summary>
    public TimeSpan TimeToLive => Timeout.InfiniteTimeSpan;

    public bool CanDiscard() => true;

    public bool ShouldDiscard(LruItem<TKey, TValue> item) => item.WasRemoved;

    public LruItem<TKey, TValue> CreateItem(TKey key, TValue value) => Order.CreateItem(key, value);

    public void Touch(LruItem<TKey, TValue> item) => Order.Touch(item);

    public void Update(LruItem<TKey, TValue> item) => Order.Update(item);

    public ItemDestination RouteHot(LruItem<TKey, TValue> item) => Order.RouteHot(item);

    public ItemDestination RouteWarm(LruItem<TKey, TValue> item) => Order.RouteWarm(item);

    public ItemDestination RouteCold(LruItem<TKey, TValue> item) => Order.RouteCold(item);
}
