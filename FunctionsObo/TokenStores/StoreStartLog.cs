using FunctionsObo.Logging;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.TokenStores;

/// <summary>Says at the start which store is used, and what it cannot do.</summary>
internal sealed partial class StoreStartLog(ILogger<StoreStartLog> logger)
{
    private static readonly OurText Everything = OurText.Of($"It does all: one exchange among instances, purges that reach all, long-running sessions that any instance continues");
    private static readonly OurText OnlyEntries = OurText.Of($"It lacks what instances act as one by: each may exchange for the same user once, a purge reaches only the instance that it is called on, and a long-running session lives in the one that began it");

    /// <param name="store">The kind of store.</param>
    /// <param name="coordinates">Whether it is an <see cref="ICoordinatingTokenStore"/>.</param>
    public void Report(Type store, bool coordinates) => Log.InUse(logger, OwnName.Of(store.Name), coordinates ? Everything : OnlyEntries);

    private static partial class Log
    {
        [LoggerMessage(700, LogLevel.Information, "Tokens are shared by {Store}. {Abilities}", EventName = "StoreInUse")]
        public static partial void InUse(ILogger logger, OwnName store, OurText abilities);
    }
}
