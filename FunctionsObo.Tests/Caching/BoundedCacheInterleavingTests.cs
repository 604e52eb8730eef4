using FunctionsObo.Caching;

namespace FunctionsObo.Tests.Caching;

/// <summary>Each pair of operations, the one at every step of the other: no order of threads is left to chance.</summary>
public sealed class BoundedCacheInterleavingTests
{
    private const int Limit = 80;

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    private static readonly (SteppingKey A, SteppingKey B, SteppingKey C) Keys = (new("a"), new("b"), new("c"));

    /// <summary>The values that are there at the start: removal by value goes by the object.</summary>
    private static readonly (string A, string B) Old = ("old a", "old b");

    private static readonly CacheOperation[] Operations =
    [
        new("read", cache => cache.TryGet(Keys.A, out var value) ? value : null),
        new("set", cache => Done(() => cache.Set(Keys.A, "new a"))),
        new("set too heavy", cache => Done(() => cache.Set(Keys.A, "heavier than 10"))),
        new("replace by value", cache => cache.TryReplace(Keys.A, Old.A, "fresh a") ? "replaced" : "kept"),
        new("set another", cache => Done(() => cache.Set(Keys.C, "new c"))),
        new("remove", cache => Done(() => cache.Remove(Keys.A))),
        new("remove by value", cache => Done(() => cache.Remove(Keys.A, Old.A))),
        new("remove old by condition", cache => Done(() => cache.RemoveWhere((_, value) => value == Old.A))),
        new("remove by condition", cache => Done(() => cache.RemoveWhere((key, _) => key.ToString() == "a"))),
    ];

    public static TheoryData<int, int> Pairs()
    {
        var pairs = new TheoryData<int, int>();
        for (var first = 0; first < Operations.Length; first++)
        {
            for (var second = 0; second < Operations.Length; second++) pairs.Add(first, second);
        }

        return pairs;
    }

    /// <summary>So no read brings back what is removed in its midst, none misses what is being replaced, and no older value stays.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public void Two_operations_at_once_end_as_one_after_the_other(int first, int second)
    {
        var (one, two) = (Operations[first], Operations[second]);
        var right = new[] { Interleaving.InTurn(Start, one, two), Interleaving.InTurn(Start, one, two, secondBefore: true) };

        var outcomes = Interleaving.Outcomes(Start, one, two).ToList();

        Assert.NotEmpty(outcomes);
        Assert.All(outcomes, outcome => Assert.True(right.Contains(outcome), $"{one}, {two} in its midst: {outcome}"));
    }

    /// <summary>Both weights at once, of the one that goes and the one that comes, are more than there is room for.</summary>
    [Fact]
    public void Replacing_pushes_nothing_out_while_others_are_set()
    {
        BoundedCache<SteppingKey, string> Full()
        {
            var cache = New();
            for (var i = 0; i < 7; i++) cache.Set(new($"{i}"), "ten letter");
            cache.Set(Keys.A, Old.A);
            cache.Set(Keys.B, Old.B);
            return cache;
        }

        CacheOperation replace = new("replace", cache => Done(() => cache.Set(Keys.A, "new a")));
        CacheOperation another = new("another", cache => Done(() => cache.Set(Keys.B, "new b")));

        Assert.All(Interleaving.Outcomes(Full, replace, another), outcome => Assert.Equal(Interleaving.InTurn(Full, replace, another), outcome));
    }

    [Fact]
    public void A_read_waits_for_nobody_who_is_writing()
    {
        var cache = Start();
        string? found = null;
        var isWaiting = false;

        SteppingKey.Watch(() => cache.Set(Keys.A, "new a"), () =>
        {
            var reading = new Thread(() => found = cache.TryGet(Keys.A, out var value) ? value : null);
            reading.Start();
            isWaiting |= !reading.Join(LongEnough);
        });

        Assert.False(isWaiting);
        Assert.NotNull(found);
    }

    [Fact]
    public void A_read_allocates_nothing()
    {
        var cache = new BoundedCache<(long, object), string>(100);
        var key = (1L, new object());
        cache.Set(key, "value");
        Assert.True(cache.TryGet(key, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) cache.TryGet(key, out _);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>The table under the cache grows while it is being walked, and entries move about in the order.</summary>
    [Fact]
    public void What_was_there_from_the_beginning_is_removed_by_a_condition_whatever_comes_and_goes_meanwhile()
    {
        var cache = new BoundedCache<int, string>(10_000);
        for (var i = 0; i < 100; i++) cache.Set(i, "to go");
        var later = 1000;

        cache.RemoveWhere((_, value) =>
        {
            for (var i = 0; i < 50; i++) cache.Set(later++, "later");
            cache.Remove(later - 25);
            return value == "to go";
        });

        Assert.All(Enumerable.Range(0, 100), key => Assert.False(cache.TryGet(key, out _)));
        Assert.True(cache.TryGet(1000, out _));
    }

    /// <summary>With room for more, and with more than half of the limit taken: a cache of generations would be moving the first ones.</summary>
    private static BoundedCache<SteppingKey, string> Start()
    {
        var cache = New();
        cache.Set(Keys.A, Old.A);
        cache.Set(Keys.B, Old.B);
        for (var i = 0; i < 4; i++) cache.Set(new($"{i}"), "eight ch");
        return cache;
    }

    private static BoundedCache<SteppingKey, string> New() => new(Limit, value =>
    {
        SteppingKey.Step();
        return value.Length;
    });

    private static string? Done(Action operation)
    {
        operation();
        return null;
    }
}
