using System.Collections;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Invocations;

/// <summary>A handful of values: found by a walk, which beats hashing at this size.</summary>
internal sealed class InvocationFeatures : IInvocationFeatures
{
    private readonly List<KeyValuePair<Type, object>> _features = new(capacity: 6);

    public T? Get<T>()
    {
        foreach (var (type, feature) in _features)
        {
            if (type == typeof(T)) return (T)feature;
        }
        return default;
    }

    public void Set<T>(T instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var entry = new KeyValuePair<Type, object>(typeof(T), instance);
        var index = _features.FindIndex(static feature => feature.Key == typeof(T));
        if (index < 0) _features.Add(entry);
        else _features[index] = entry;
    }

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
