using FunctionsObo.Caching;
using TestSupport;

namespace FunctionsObo.Tests.Caching;

public sealed class BoundedCacheTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void What_was_set_is_found_until_it_is_removed()
    {
        var cache = Weighing(limit: 1000);

        cache.Set("a", "one");
        cache.Set("a", "three");
        cache.Set("b", "two");

        Assert.Equal(("three", "two", 2, 8), (Get(cache, "a"), Get(cache, "b"), cache.Count, cache.Weight));
        cache.Remove("a");
        cache.Remove("nobody");
        Assert.Equal((null, "two", 1, 3), (Get(cache, "a"), Get(cache, "b"), cache.Count, cache.Weight));
    }

    [Fact]
    public void Only_the_very_entry_is_removed_by_its_value()
    {
        var cache = Weighing(limit: 1000);
        var (mine, equal) = (new string('v', 3), new string('v', 3));
        cache.Set("a", mine);

        cache.Remove("a", equal);
        Assert.Same(mine, Get(cache, "a"));
        cache.Remove("a", mine);

        Assert.Equal((null, 0, 0), (Get(cache, "a"), cache.Count, cache.Weight));
    }

    [Fact]
    public void Only_the_very_entry_is_replaced_by_its_value()
    {
        var cache = Weighing(limit: 1000);
        var (mine, equal) = (new string('v', 3), new string('v', 3));
        cache.Set("a", mine);

        Assert.False(cache.TryReplace("a", equal, "fresh"));
        Assert.False(cache.TryReplace("b", mine, "fresh"));
        Assert.True(cache.TryReplace("a", mine, "fresh"));

        Assert.Equal(("fresh", null, 1, 5), (Get(cache, "a"), Get(cache, "b"), cache.Count, cache.Weight));
    }

    [Fact]
    public void Everything_that_a_condition_names_is_removed()
    {
        var cache = Weighing(limit: 1000);
        for (var i = 0; i < 20; i++) cache.Set($"{i}", i % 2 == 0 ? "even" : "odd");

        cache.RemoveWhere((key, value) => value == "even" || key == "7");

        Assert.Equal((9, 27, null, "odd"), (cache.Count, cache.Weight, Get(cache, "7"), Get(cache, "9")));
    }

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

    /// <summary>However much comes in between its weighing and its place.</summary>
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

    [Fact]
    public async Task What_is_removed_stays_removed_however_much_it_is_read()
    {
        var cache = Weighing(limit: 1000);

        await BesideAsync(() => cache.TryGet("a", out _), () =>
        {
            cache.Set("a", "value");
            cache.Remove("a");
            Assert.Null(Get(cache, "a"));
            cache.Set("a", "value");
            cache.RemoveWhere((key, _) => key == "a");
            Assert.Null(Get(cache, "a"));
        });

        Assert.Equal((0, 0), (cache.Count, cache.Weight));
    }

    [Fact]
    public async Task What_is_there_is_found_however_often_it_is_replaced_and_never_as_an_older_one()
    {
        var cache = new BoundedCache<string, string>(4);
        cache.Set("a", "0");
        var newest = 0;

        await BesideAsync(() => cache.Set("a", $"{++newest}"), () =>
        {
            var before = Volatile.Read(ref newest) - 1;
            Assert.True(int.Parse(Get(cache, "a")!, null) >= before);
        });

        Assert.Equal(($"{newest}", 1), (Get(cache, "a"), cache.Count));
    }

    [Fact]
    public async Task Replacing_beside_evicting_leaves_the_weight_right()
    {
        var cache = Weighing(limit: 400);
        var (own, others) = (0, 0);

        await BesideAsync(
            () => cache.Set("a", new string('v', 1 + (++own % 50))),
            () => cache.Set($"{others++}", new string('v', 1 + (others % 50))));
        cache.RemoveWhere((_, _) => true);

        Assert.Equal((0, 0), (cache.Count, cache.Weight));
    }

    /// <summary>Does the one thing on another thread for as long as the other is being done here.</summary>
    private static async Task BesideAsync(Action beside, Action here)
    {
        using var done = new CancellationTokenSource();
        var there = Task.Run(() =>
        {
            while (!done.IsCancellationRequested) beside();
        });
        try
        {
            for (var i = 0; i < Rounds; i++) here();
        }
        finally
        {
            await done.CancelAsync();
            await there;
        }
    }

    private static BoundedCache<string, string> Weighing(long limit) => new(limit, value => value.Length);

    private static TValue? Get<TKey, TValue>(BoundedCache<TKey, TValue> cache, TKey key)
        where TKey : notnull
        where TValue : class => cache.TryGet(key, out var value) ? value : null;
}
