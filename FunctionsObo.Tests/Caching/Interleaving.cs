using FunctionsObo.Caching;

namespace FunctionsObo.Tests.Caching;

/// <summary>A key that tells each time it is hashed or compared: between two such moments lie the steps of a cache's operation.</summary>
internal sealed class SteppingKey(string name) : IEquatable<SteppingKey>
{
    [ThreadStatic]
    private static Action? _onStep;

    /// <summary>Does the operation, and this at each of its steps.</summary>
    public static void Watch(Action operation, Action onStep)
    {
        _onStep = onStep;
        try
        {
            operation();
        }
        finally
        {
            _onStep = null;
        }
    }

    public static void Step() => _onStep?.Invoke();

    public bool Equals(SteppingKey? other)
    {
        Step();
        return other?.ToString() == name;
    }

    public override bool Equals(object? obj) => Equals(obj as SteppingKey);

    public override int GetHashCode()
    {
        Step();
        return StringComparer.Ordinal.GetHashCode(name);
    }

    public override string ToString() => name;
}

/// <summary>One operation of a cache, which may find something.</summary>
internal sealed record CacheOperation(string Name, Func<BoundedCache<SteppingKey, string>, string?> Do)
{
    public override string ToString() => Name;
}

/// <summary>Two operations, the second of which happens on another thread in the midst of the first.</summary>
internal static class Interleaving
{
    /// <summary>What comes of it, with the second at the first's first step, at its second, and so on.</summary>
    public static IEnumerable<string> Outcomes(Func<BoundedCache<SteppingKey, string>> start, CacheOperation first, CacheOperation second)
    {
        for (var at = 0; ; at++)
        {
            var (cache, steps) = (start(), 0);
            var (findings, other) = (new string?[2], default(Thread));
            SteppingKey.Watch(() => findings[0] = first.Do(cache), () =>
            {
                if (steps++ == at) other = Begin(() => findings[1] = second.Do(cache));
            });
            if (other is null) yield break;

            other.Join();
            yield return Describe(cache, findings);
        }
    }

    /// <summary>What comes of them one after the other.</summary>
    public static string InTurn(Func<BoundedCache<SteppingKey, string>> start, CacheOperation first, CacheOperation second, bool secondBefore = false)
    {
        var (cache, findings) = (start(), new string?[2]);
        if (secondBefore) findings[1] = second.Do(cache);
        findings[0] = first.Do(cache);
        if (!secondBefore) findings[1] = second.Do(cache);
        return Describe(cache, findings);
    }

    /// <summary>Starts it, and waits until it is done or cannot go on before the caller has.</summary>
    public static Thread Begin(Action operation)
    {
        var thread = new Thread(() => operation());
        thread.Start();
        SpinWait.SpinUntil(() => !thread.IsAlive || thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        return thread;
    }

    private static string Describe(BoundedCache<SteppingKey, string> cache, string?[] findings)
    {
        var there = new List<string>();
        cache.RemoveWhere((key, value) =>
        {
            there.Add($"{key} {value}");
            return false;
        });
        there.Sort(StringComparer.Ordinal);
        return $"{cache.Count} of {cache.Weight}: {string.Join(", ", there)}; found {findings[0] ?? "none"}, {findings[1] ?? "none"}";
    }
}
