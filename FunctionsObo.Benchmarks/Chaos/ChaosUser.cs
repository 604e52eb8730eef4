using System.Collections.Concurrent;
using System.Diagnostics;
using EntraEmulator;
using EntraEmulator.Dev;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>A user, the token that they come with, and how many exchanges their calls have needed at least.</summary>
internal sealed class ChaosUser
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(25); // longer than any run

    private readonly Emulator _emulator;
    private readonly string _name;
    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);
    private volatile string _token = "";
    private volatile SignOut? _lastSignOut;
    private int _due;
    private int _needed;

    public ChaosUser(Emulator emulator, int number)
    {
        (_emulator, _name) = (emulator, $"user{number}");
        ObjectId = emulator.Directory.Users.Single(user => string.Equals(user.Name, _name, StringComparison.Ordinal)).ObjectId;
        SignIn();
    }

    public string ObjectId { get; }

    /// <summary>Exchanges that no sharing saves: one for each token, and one for each purge that was followed by a call.</summary>
    public int Needed => _needed;

    /// <summary>From now on they come with another token.</summary>
    public void SignIn()
    {
        _token = _emulator.IssueAccessToken(new TokenRequest { User = _name, Lifetime = TokenLifetime });
        Volatile.Write(ref _due, 1);
    }

    /// <summary>The downstream tokens so far, by their ids.</summary>
    public IReadOnlySet<string> SeenTokens => _seen.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>The last time that the API has forgotten them; null if it has not.</summary>
    public SignOut? LastSignOut => _lastSignOut;

    public void Saw(string downstreamToken) => _seen.TryAdd(downstreamToken, 0);

    /// <summary>The API has forgotten them.</summary>
    /// <param name="before">The downstream tokens from before it was asked to.</param>
    public void Purged(IReadOnlySet<string> before)
    {
        _lastSignOut = new SignOut(Stopwatch.GetTimestamp(), before);
        Volatile.Write(ref _due, 1);
    }

    /// <summary>The token for a call that is answered only with an exchanged one.</summary>
    public string TokenForCall()
    {
        if (Interlocked.Exchange(ref _due, 0) == 1) Interlocked.Increment(ref _needed);
        return _token;
    }

    /// <summary>The token for a call that is not passed on.</summary>
    public string Token => _token;
}

/// <summary>A user is forgotten.</summary>
/// <param name="At">A timestamp of <see cref="Stopwatch"/>.</param>
/// <param name="Before">Ids of downstream tokens that count no longer.</param>
internal sealed record SignOut(long At, IReadOnlySet<string> Before);
