using System.Collections.Immutable;
using EntraEmulator.StackFiles;

namespace EntraEmulator.Policies;

/// <summary>The policies that are in force. They may change while the emulator runs, and count from the next request on.</summary>
public sealed class AccessPolicies
{
    private ImmutableList<AccessPolicy> _all = [];

    /// <summary>All policies.</summary>
    public IReadOnlyList<AccessPolicy> All => _all;

    /// <value>Whether users are in a trusted place now: policies that count only outside then do not. True at first.</value>
    public bool IsTrustedLocation { get; set; } = true;

    /// <value>How signing in goes.</value>
    public SignInSwitches SignIn { get; set; } = new();

    /// <summary>The policies of a stack file.</summary>
    public static AccessPolicies From(StackDefinition stack)
    {
        var policies = new AccessPolicies();
        policies.Become(stack);
        return policies;
    }

    /// <summary>Takes over what a stack file says, in place of all policies and switches that were here.</summary>
    public void Become(StackDefinition stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        Interlocked.Exchange(ref _all, [.. stack.Policies.Select(AccessPolicy.From).DistinctBy(policy => policy.Id, StringComparer.Ordinal)]);
        SignIn = SignInSwitches.From(stack.SignIn);
    }

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
