using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace EntraEmulator.Keys;

/// <summary>The keys of an emulator: one RSA key signs, all published ones are in the key set and verify. Safe for concurrent use.</summary>
public sealed class KeyRing
{
    private readonly Lock _changing = new();
    private readonly ConcurrentQueue<SigningKey> _made = new();
    private readonly Task<State> _first;
    private volatile State? _changed;

    /// <summary>An RSA key takes its time, so the first is made beside what else starts; whoever asks for a key meanwhile waits for it.</summary>
    internal KeyRing()
    {
        _first = Task.Factory.StartNew(First, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Unpublished = new Lazy<SigningKey>(() => Make());
    }

    /// <value>The RSA key that tokens are signed with.</value>
    public SigningKey Current => Now.Current;

    /// <value>Every key of the published key set: the current one, older ones, and one for each elliptic curve.</value>
    public IReadOnlyList<SigningKey> Published => Now.Published;

    /// <value>A key that is never published.</value>
    internal Lazy<SigningKey> Unpublished { get; }

    /// <summary>Makes a new RSA key the current one.</summary>
    /// <param name="keepOld">Whether the keys before it stay published and their tokens good; else every older RSA key goes.</param>
    /// <returns>The new key.</returns>
    public SigningKey Rotate(bool keepOld = true)
    {
        var next = Make();
        Change(state => new State(next, [next, .. keepOld ? state.Published : state.Published.Where(key => key.Key is not RSA)]));
        return next;
    }

    /// <summary>Publishes one more RSA key without making it the current one.</summary>
    /// <param name="issuer">The issuer that the key set binds the key to; null for the template that fits every tenant.</param>
    /// <returns>The new key.</returns>
    public SigningKey Add(string? issuer = null)
    {
        var added = Make(issuer);
        Change(state => state with { Published = state.Published.Add(added) });
        return added;
    }

    /// <summary>Takes a key out of the key set. The current key can't go before <see cref="Rotate"/>.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="InvalidOperationException">It is the current key.</exception>
    public bool Retire(string keyId)
    {
        var before = Published.Count;
        Change(state => string.Equals(state.Current.KeyId, keyId, StringComparison.Ordinal)
            ? throw new InvalidOperationException("The current key can't be retired: rotate first.")
            : state with { Published = state.Published.RemoveAll(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal)) });
        return Published.Count < before;
    }

    /// <summary>Leaves the RSA keys to emulators that start later.</summary>
    internal void GiveBack()
    {
        while (_made.TryDequeue(out var key)) SpareRsaKeys.GiveBack((RSA)key.Key);
    }

    internal SigningKey? Find(string keyId) => Published.FirstOrDefault(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal));

    private State Now => _changed ?? _first.GetAwaiter().GetResult();

    private State First()
    {
        var rsa = Make();
        return new State(rsa, [rsa, .. EllipticKeys()]);
    }

    private static IEnumerable<SigningKey> EllipticKeys() =>
        new[] { ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521 }.Select(SigningKey.CreateEc);

    private SigningKey Make(string? issuer = null)
    {
        var key = SigningKey.CreateRsa(issuer);
        _made.Enqueue(key);
        return key;
    }

    private void Change(Func<State, State> change)
    {
        lock (_changing) _changed = change(Now);
    }

    private sealed record State(SigningKey Current, ImmutableList<SigningKey> Published);
}
