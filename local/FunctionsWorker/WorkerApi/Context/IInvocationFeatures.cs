namespace Microsoft.Azure.Functions.Worker;

/// <summary>Values of one invocation, at most one per type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Stores <paramref name="instance"/> under <typeparamref name="T"/>, replacing what stood there.</summary>
    void Set<T>(T instance);

    /// <returns>What was stored under <typeparamref name="T"/>, or its default.</returns>
    T? Get<T>();
}
