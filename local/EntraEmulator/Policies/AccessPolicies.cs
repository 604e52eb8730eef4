using System.Collections.Immutable;

namespace EntraEmulator.Policies;

/// <summary>The policies that are in force. They may change while the emulator runs, and count from the next request on.</summary>
public sealed class AccessPolicies
{
    private ImmutableList<AccessPolicy> _all = [];

    /// <summary>All policies.</summary>
    public IReadOnlyList<AccessPolicy> All => _all;

    /// <value>Whether users are in a trusted place now: policies that count only outside then do not. True at first.</value>
    public bool IsTrustedLocation { get; set; } = true;

    /// <summary>Puts a policy into force.</summary>
    public void Add(AccessPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ImmutableInterlocked.Update(ref _all, (all, one) => all.RemoveAll(other => other.Id == one.Id).Add(one), policy);
    }

    /// <summary>Takes one policy away.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string id) => ImmutableInterlocked.Update(ref _all, (all, one) => all.RemoveAll(policy => policy.Id == one), id);

    /// <summary>Takes all policies away.</summary>
    public void Clear() => Interlocked.Exchange(ref _all, []);
}
