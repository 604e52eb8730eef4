using FunctionsObo.Caching;

namespace FunctionsObo.Tests.Caching;

/// <summary>What may be there at most, and what leaves first.</summary>
public sealed class BoundedCacheEvictionTests
{
    [Fact]
    public void It_holds_as_many_entries_as_it_may_and_no_more()
    {
        var cache = new BoundedCache<int, string>(100);

        for (var i = 0; i < 1000; i++)
        {
            cache.Set(i, "value");
            Assert.Equal(Math.Min(i + 1, 100), cache.Count);
        }
    }

    [Fact]
    public void It_weighs_no_more_than_it_may_whatever_each_entry_weighs()
    {
        var cache = Weighing(limit: 1000);

        for (var i = 0; i < 1000; i++)
        {
            cache.Set($"{i}", new string('v', 1 + (i % 125)));
            Assert.InRange(cache.Weight, 1, 1000);
        }

        Assert.InRange(cache.Weight, 1001 - 125, 1000);
    }

    [Fact]
    public void An_entry_that_is_heavier_than_an_eighth_of_the_limit_is_not_kept_and_what_it_should_replace_neither()
    {
        var cache = Weighing(limit: 80);
        cache.Set("a", new string('v', 10));
        cache.Set("b", new string('v', 10));

        cache.Set("a", new string('v', 11));

        Assert.Equal((null, 1, 10), (Get(cache, "a"), cache.Count, cache.Weight));
    }

    [Fact]
    public void What_is_in_use_stays_when_many_come_once()
    {
        var cache = new BoundedCache<int, string>(100);
        for (var i = 0; i < 50; i++) cache.Set(i, "in use");

        for (var i = 1000; i < 5000; i++)
        {
            cache.Set(i, "once");
            for (var used = 0; used < 50; used++) Assert.True(cache.TryGet(used, out _));
        }
    }

    [Fact]
    public void What_is_replaced_counts_as_used()
    {
        var cache = new BoundedCache<int, string>(100);
        cache.Set(0, "first");
        cache.Set(0, "refreshed");

        for (var i = 1; i <= 150; i++) cache.Set(i, "once");

        Assert.Equal("refreshed", Get(cache, 0));
    }

    [Fact]
    public void The_places_of_what_was_removed_are_for_those_who_come_later()
    {
        var cache = new BoundedCache<int, string>(100);
        for (var i = 0; i < 100; i++) cache.Set(i, "earlier");
        for (var i = 0; i < 50; i++) cache.Remove(i);
        cache.RemoveWhere((key, _) => key < 90);

        for (var i = 1000; i < 1089; i++) cache.Set(i, "later");

        Assert.Equal(99, cache.Count);
        Assert.Equal("earlier", Get(cache, 99));
        Assert.All(Enumerable.Range(1000, 89), key => Assert.Equal("later", Get(cache, key)));
    }

    [Fact]
    public void Nothing_leaves_while_there_is_room()
    {
        var cache = new BoundedCache<int, string>(100);
        for (var i = 0; i < 100; i++) cache.Set(i, "earlier");
        for (var i = 0; i < 10; i++) cache.Remove(i);

        for (var i = 0; i < 10; i++) cache.Set(i, "later");

        Assert.Equal(100, cache.Count);
    }

    [Fact]
    public void What_was_removed_is_let_go_of()
    {
        var cache = new BoundedCache<int, object>(100);
        var removed = Enumerable.Range(0, 100).Select(i => Fill(cache, i)).ToList();

        cache.RemoveWhere((key, _) => key != 50);
        GC.Collect();

        Assert.Equal(1, removed.Count(one => one.IsAlive));
        Assert.True(cache.TryGet(50, out _));

        static WeakReference Fill(BoundedCache<int, object> cache, int key)
        {
            var value = new object();
            cache.Set(key, value);
            return new WeakReference(value);
        }
    }

    [Fact]
    public void An_entry_that_is_set_while_everything_else_turns_over_is_there()
    {
        BoundedCache<string, string>? cache = null;
        var others = 0;
        cache = new(limit: 1000, value =>
        {
            if (value != "mine") return value.Length;
            for (var i = 0; i < 500; i++) cache!.Set($"{others++}", "other entry");
            return value.Length;
        });
        cache.Set("a", "older");
        cache.Set("a", "mine");

        Assert.Equal("mine", Get(cache, "a"));
        cache.Remove("a", "mine");
        Assert.Null(Get(cache, "a"));
    }

    private static BoundedCache<string, string> Weighing(long limit) => new(limit, value => value.Length);

    private static TValue? Get<TKey, TValue>(BoundedCache<TKey, TValue> cache, TKey key)
        where TKey : notnull
        where TValue : class => cache.TryGet(key, out var value) ? value : null;
}
