using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace EntraEmulator.Keys;

/// <summary>
/// RSA keys of emulators that have ended, for those that start later: to make one takes a tenth of a second. No two emulators have
/// the same at the same time, and each makes a certificate of its own for it, so that its key id is new.
/// </summary>
internal static class SpareRsaKeys
{
    private static readonly ConcurrentBag<RSA> Spare = [];

    public static RSA Take() => Spare.TryTake(out var key) ? key : RSA.Create(2048);

    public static void GiveBack(RSA key) => Spare.Add(key);
}
