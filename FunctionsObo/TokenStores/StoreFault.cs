using System.Collections.Frozen;
using System.Data.Common;
using FunctionsObo.Logging;

namespace FunctionsObo.TokenStores;

/// <summary>
/// Says for a log why a store failed, whichever it is: what failed in the network, a database's SQLSTATE, the word that a Redis error begins with, and else the kind of exception. A driver's
/// message can have anything in it, and is left out.
/// </summary>
internal static class StoreFault
{
    /// <summary>https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors.</summary>
    private static readonly FrozenSet<string> RedisErrors = FrozenSet.Create(
        StringComparer.Ordinal, "ERR", "OOM", "READONLY", "NOAUTH", "WRONGPASS", "NOPERM", "LOADING", "BUSY", "MISCONF", "MASTERDOWN", "CLUSTERDOWN", "NOREPLICAS", "WRONGTYPE");

    /// <param name="failure">What was thrown, with what lies in it.</param>
    public static OurText Of(Exception failure)
    {
        var kind = OwnName.Of(failure);
        for (var one = failure; one is not null; one = one.InnerException)
        {
            if (one is DbException { SqlState: { Length: 5 } state } && state.All(char.IsAsciiLetterOrDigit)) return OurText.Of($"{kind}, SQLSTATE {OwnName.Of(state)}");
            if (RedisErrors.Contains(FirstWord(one.Message))) return OurText.Of($"{kind}, {OwnName.Of(FirstWord(one.Message))}");
        }

        return NetworkFault.Of(failure) is { } network ? OurText.Of($"{kind}, {network}") : OurText.Of($"{kind}");
    }

    private static string FirstWord(string message) => message[..(message.IndexOf(' ') is > 0 and var end ? end : message.Length)];
}
