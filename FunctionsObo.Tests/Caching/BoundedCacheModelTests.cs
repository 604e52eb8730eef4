using CsCheck;
using FunctionsObo.Caching;
using TestSupport;

namespace FunctionsObo.Tests.Caching;

/// <summary>Random operations from several threads, shrunk to the fewest that go wrong.</summary>
public sealed class BoundedCacheModelTests
{
    private const int Limit = 400;
    private const int Heaviest = Limit / 8;

    private static readonly Gen<int> Key = Gen.Int[0, 1];
    private static readonly Gen<int> AnyKey = Gen.Int[0, 11];

    /// <summary>Few, so that what an operation expects is often what is there. The last one is too heavy.</summary>
    private static readonly string[] Values = [new('a', Heaviest - 2), new('b', Heaviest - 1), new('c', Heaviest), new('d', Heaviest + 1)];

    private static readonly Gen<string> Value = Gen.OneOf(Values);

    /// <summary>One key over and over, and many beside it that push it out.</summary>
    private static readonly Gen<int> Often = Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 99]));

    /// <summary>Reads, what is there in the end and what it weighs are those of some order of the same operations.</summary>
    [Fact]
    public void Operations_at_the_same_time_go_as_they_would_one_after_another() =>
        Gen.Const(() => (new ActualCache(Limit), new ModelOfCache(Heaviest))).SampleParallel(
            [
                Operation("Set", Gen.Select(Key, Value), (cache, set) => cache.Set(set.Item1, set.Item2)),
                Operation("Get", Gen.Select(Key, Gen.Int), (cache, get) => cache.Reads[get.Item2] = cache.Get(get.Item1) ?? "none"),
                Operation("Remove", Key, (cache, key) => cache.Remove(key)),
                Operation("RemoveThis", Gen.Select(Key, Value), (cache, one) => cache.RemoveThis(one.Item1, one.Item2)),
                Operation("ReplaceThis", Gen.Select(Key, Value, Value), (cache, set) => cache.ReplaceThis(set.Item1, set.Item2, set.Item3)),
                Operation("RemoveWhere", Key, (cache, key) => cache.RemoveWhere(key)),
            ],
            equal: (actual, model) => actual.Describe() == model.Describe(),
            printActual: actual => actual.Describe(),
            printModel: model => model.Describe(),
            time: 2);

    /// <summary>
    /// Full from the start, so that entries leave. A read may then find nothing where the model has an entry; as long as the model is
    /// within the limit all is there, and nothing is ever older than the newest.
    /// </summary>
    [Fact]
    public void Where_entries_leave_for_want_of_room_what_is_there_is_still_of_some_order() =>
        Gen.Const(() => (Full(new ActualCache(Limit)), Full(new ModelOfCache(Heaviest)))).SampleParallel(
            [
                Operation("Set", Gen.Select(AnyKey, Value), (cache, set) => cache.Set(set.Item1, set.Item2)),
                Operation("Get", Gen.Select(AnyKey, Gen.Int), (cache, get) => cache.Reads[get.Item2] = cache.Get(get.Item1) ?? "none"),
                Operation("Remove", AnyKey, (cache, key) => cache.Remove(key)),
                Operation("ReplaceThis", Gen.Select(AnyKey, Value, Value), (cache, set) => cache.ReplaceThis(set.Item1, set.Item2, set.Item3)),
            ],
            equal: (actual, model) => actual.IsWhatIsLeftOf(model, Limit),
            printActual: actual => actual.Describe(),
            printModel: model => model.Describe(),
            time: 2);

    /// <summary>However they are mixed: within its bounds when all is done, and its sums are those of what is there.</summary>
    [Fact]
    public void Any_operations_at_the_same_time_leave_it_within_its_bounds() =>
        Gen.Select(Gen.Int[0, 39], Often, Gen.Int[1, Heaviest + 5]).Array[1000, 3000].Array[2].Sample(
            threads =>
            {
                var cache = new BoundedCache<int, string>(Limit, value => value.Length);
                Together(threads, operations =>
                {
                    foreach (var (kind, key, weight) in operations) Do(cache, kind, key, weight);
                });

                var there = Enumerable.Range(0, 100).Select(key => cache.TryGet(key, out var value) ? value : null).OfType<string>().ToList();
                Assert.Equal((there.Count, there.Sum(value => value.Length)), (cache.Count, cache.Weight));
                Assert.InRange(cache.Weight, 0, Limit);
            },
            time: 1, threads: 1);

    private static void Do(BoundedCache<int, string> cache, int kind, int key, int weight)
    {
        if (kind == 0) cache.Remove(key);
        else if (kind == 1) cache.RemoveWhere((one, _) => one >= key);
        else if (kind == 2 && cache.TryGet(key, out var there)) cache.Remove(key, there);
        else if (kind == 3 && cache.TryGet(key, out var read)) cache.TryReplace(key, read, new string('v', weight));
        else cache.Set(key, new string('v', weight));
    }

    /// <summary>Each on a thread of its own, from the same moment on.</summary>
    private static void Together<T>(T[] each, Action<T> act)
    {
        using var start = new Barrier(each.Length);
        var threads = Array.ConvertAll(each, one => new Thread(() =>
        {
            start.SignalAndWait();
            act(one);
        }));
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }

    private static T Full<T>(T cache)
        where T : ICacheModel
    {
        for (var key = 0; key < Limit / Heaviest; key++) cache.Set(key, Values[2]);
        return cache;
    }

    private static GenOperation<ActualCache, ModelOfCache> Operation<T>(string name, Gen<T> arguments, Action<ICacheModel, T> act) =>
        arguments.Operation<ActualCache, ModelOfCache>(chosen => $"{name} {chosen}", act, act);
}
