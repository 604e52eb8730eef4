using EntraEmulator;
using EntraEmulator.Faults;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>What the identity platform does: it changes its key, or takes its time.</summary>
internal static class PlatformFaults
{
    private const int Slow = 300;
    private const int VerySlow = 1500;

    public static ChaosFault[] Of(Emulator emulator, IReadOnlyList<ChaosUser> users) =>
    [
        new("key rollover", _ => Rollover(emulator, users)),
        new("token endpoint slow", over => DelayedAsync(emulator, Slow, over)),
        new("token endpoint very slow", over => DelayedAsync(emulator, VerySlow, over)),
    ];

    /// <summary>Every second user comes with a token of the new key from now on; those of the old key stay good.</summary>
    private static Task Rollover(Emulator emulator, IReadOnlyList<ChaosUser> users)
    {
        emulator.Keys.Rotate();
        for (var user = 0; user < users.Count; user += 2) users[user].SignIn();
        return Task.CompletedTask;
    }

    private static async Task DelayedAsync(Emulator emulator, int milliseconds, Task over)
    {
        emulator.Faults.Enqueue(new Fault { DelayMs = milliseconds, Times = 0 });
        await over;
        emulator.Faults.Clear();
    }
}
