using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.SignIn;

/// <summary>Values under random names, for a time. Taken once; who comes again is told so.</summary>
internal sealed class OneTime<T>(TimeSpan lifetime, TimeProvider time)
    where T : class
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public string Add(T value)
    {
        if (_entries.Count >= Most) RemoveOld();
        var name = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        _entries[name] = new Entry(value, time.GetUtcNow() + lifetime);
        return name;
    }

    /// <summary>Looks without taking.</summary>
    public T? Find(string name) => _entries.TryGetValue(name, out var entry) && !entry.IsTaken && entry.EndsOn > time.GetUtcNow() ? entry.Value : null;

    public (T? Value, Taking Outcome) Take(string name)
    {
        if (!_entries.TryGetValue(name, out var entry)) return (null, Taking.Unknown);
        if (entry.EndsOn <= time.GetUtcNow()) return (null, Taking.TooLate);
        return entry.Take() ? (entry.Value, Taking.First) : (null, Taking.Again);
    }

    private void RemoveOld()
    {
        var now = time.GetUtcNow();
        foreach (var (name, entry) in _entries)
        {
            if (entry.EndsOn <= now || _entries.Count >= Most) _entries.TryRemove(name, out _);
        }
    }

    private sealed class Entry(T value, DateTimeOffset endsOn)
    {
        private int _taken;

        public T Value => value;

        public DateTimeOffset EndsOn => endsOn;

        public bool IsTaken => Volatile.Read(ref _taken) != 0;

        public bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;
    }
}

/// <summary>How taking ended.</summary>
internal enum Taking
{
    First,
    Again,
    TooLate,
    Unknown,
}
