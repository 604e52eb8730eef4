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
    public void What_is_there_is_not_made_again()
    {
        var cache = Weighing(limit: 1000);

        Assert.Equal("one", cache.GetOrAdd("a", _ => "one"));
        Assert.Equal("one", cache.GetOrAdd("a", _ => throw new InvalidOperationException("It is there.")));
        Assert.Equal(("one", 1, 3), (Get(cache, "a"), cache.Count, cache.Weight));
    }

    [Fact]
    public void Whoever_asks_at_the_same_time_gets_the_entry_that_was_made_once()
    {
        var cache = Weighing(limit: 1000);
        var made = 0;
        using var start = new Barrier(4);

        var got = new string[4];
        Parallel.For(0, got.Length, new ParallelOptions { MaxDegreeOfParallelism = got.Length }, i =>
        {
            start.SignalAndWait(TimeSpan.FromSeconds(1));
            got[i] = cache.GetOrAdd("a", _ => $"made {Interlocked.Increment(ref made)}");
        });

        Assert.Equal(("made 1", 1), (Assert.Single(got.Distinct(StringComparer.Ordinal)), made));
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

    /// <summary>However much comes in between its weighing and its place.</summary>
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
