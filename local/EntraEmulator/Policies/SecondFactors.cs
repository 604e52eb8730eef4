using System.Collections.Concurrent;
using System.Security.Cryptography;
using EntraEmulator.Tenants;

namespace EntraEmulator.Policies;

/// <summary>Second factors under way: a button of the page approves, or a number that the page shows and the phone is told.</summary>
internal sealed class SecondFactors(AccessPolicies policies, SignInRecords records, TimeProvider time)
{
    /// <summary>How long a phone waits for its answer.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, NumberToMatch> _numbers = new(StringComparer.Ordinal);

    /// <summary>What the phones show: who has not answered yet, the oldest first.</summary>
    public IReadOnlyList<NumberToMatch> Waiting => [.. _numbers.Values.Where(one => one.State == FactorState.Waiting && one.EndsOn > time.GetUtcNow()).OrderBy(one => one.EndsOn)];

    /// <returns>The number to match; null where a button is enough.</returns>
    public NumberToMatch? Begin(AppRegistration client, User user)
    {
        if (!policies.SignIn.NumberMatching) return null;
        foreach (var (id, old) in _numbers)
        {
            if (old.EndsOn <= time.GetUtcNow()) _numbers.TryRemove(id, out _);
        }

        var number = new NumberToMatch(Guid.NewGuid().ToString("N"), client, user, RandomNumberGenerator.GetInt32(10, 100), time.GetUtcNow() + Lifetime);
        return _numbers[number.Id] = number;
    }

    /// <summary>The phone's answer, of which there is one: a wrong number is a no.</summary>
    /// <param name="id">Which.</param>
    /// <param name="number">What was typed; null for a no.</param>
    /// <returns>Whether somebody was waiting for it.</returns>
    public bool Answer(string id, int? number) => _numbers.TryGetValue(id, out var one) && one.EndsOn > time.GetUtcNow() && one.Answer(number);

    /// <summary>How it stands when the page comes back. An approval is written down for the sign-in.</summary>
    /// <param name="number">The number to match, or null.</param>
    /// <param name="pressed">The button that was pressed.</param>
    /// <param name="sessionId">The sign-in.</param>
    public FactorState Conclude(NumberToMatch? number, string pressed, string sessionId)
    {
        var state = pressed == "deny" || number is null && pressed != "approve" ? FactorState.Denied
            : number is null ? FactorState.Approved
            : number.EndsOn <= time.GetUtcNow() ? FactorState.Denied : number.State;
        if (state == FactorState.Approved) records.AddSecondFactor(sessionId);
        if (state == FactorState.Denied) number?.Answer(number: null);
        return state;
    }
}

/// <summary>A number that a page shows, for the user to type on the phone.</summary>
internal sealed class NumberToMatch(string id, AppRegistration client, User user, int number, DateTimeOffset endsOn)
{
    private int _state;

    public string Id => id;

    public AppRegistration Client => client;

    public User User => user;

    public int Number => number;

    public DateTimeOffset EndsOn => endsOn;

    public FactorState State => (FactorState)Volatile.Read(ref _state);

    public bool Answer(int? number) =>
        Interlocked.CompareExchange(ref _state, (int)(number == Number ? FactorState.Approved : FactorState.Denied), (int)FactorState.Waiting) == (int)FactorState.Waiting;
}

/// <summary>How a second factor stands.</summary>
internal enum FactorState
{
    Waiting,
    Approved,
    Denied,
}
