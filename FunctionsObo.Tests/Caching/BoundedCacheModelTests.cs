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
    private static readonly Gen<string> Value = Gen.Select(Gen.Char['a', 'z'], Gen.Int[Heaviest - 2, Heaviest + 1], (letter, weight) => new string(letter, weight));

    /// <summary>One key over and over, and many beside it that push it out.</summary>
    private static readonly Gen<int> Often = Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 99]));

    /// <summary>Reads, what is there in the end and what it weighs are those of some order of the same operations.</summary>
    [Fact]
    public void Operations_at_the_same_time_go_as_they_would_one_after_another() =>
        Gen.Const(() => ((ICacheModel)new ActualCache(Limit), (ICacheModel)new ModelOfCache(Heaviest))).SampleParallel(
            [
                Operation("Set", Gen.Select(Key, Value), (cache, set) => cache.Set(set.Item1, set.Item2)),
                Operation("Get", Gen.Select(Key, Gen.Int), (cache, get) => cache.Reads[get.Item2] = cache.Get(get.Item1) ?? "none"),
                Operation("Remove", Key, (cache, key) => cache.Remove(key)),
                Operation("RemoveThis", Key, (cache, key) => cache.RemoveThis(key)),
                Operation("RemoveWhere", Key, (cache, key) => cache.RemoveWhere(key)),
            ],
            equal: (actual, model) => actual.Describe() == model.Describe(),
            printActual: actual => actual.Describe(),
            printModel: model => model.Describe(),
            time: 2);

    /// <summary>However they are mixed: within its bounds when all is done, and its sums are those of what is there.</summary>
    [Fact]
    public void Any_operations_at_the_same_time_leave_it_within_its_bounds() =>
        Gen.Select(Gen.Int[0, 39], Often, Gen.Int[1, Heaviest + 5]).Array[1000, 3000].Array[2].Sample(
            threads =>
            {
                var cache = new BoundedCache<int, string>(Limit, usual: 40, value => value.Length);
                Together(threads, operations =>
                {
                    foreach (var (kind, key, weight) in operations) Do(cache, kind, key, weight);
                });

                var there = Enumerable.Range(0, 100).Select(key => cache.TryGet(key, out var value) ? value : null).OfType<string>().ToList();
                Assert.Equal((there.Count, there.Sum(value => value.Length)), (cache.Count, cache.Weight));
                Assert.InRange(cache.Weight, 0, Limit);
                Assert.InRange(cache.Count, 0, Limit / 40);
            },
            time: 1, threads: 1);

    private static void Do(BoundedCache<int, string> cache, int kind, int key, int weight)
    {
        if (kind == 0) cache.Remove(key);
        else if (kind == 1) cache.RemoveWhere((one, _) => one >= key);
        else if (kind == 2 && cache.TryGet(key, out var there)) cache.Remove(key, there);
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

    private static GenOperation<ICacheModel, ICacheModel> Operation<T>(string name, Gen<T> arguments, Action<ICacheModel, T> act) =>
        arguments.Operation<ICacheModel, ICacheModel>(chosen => $"{name} {chosen}", act, act);
}
