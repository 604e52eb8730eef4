using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.OnBehalfOf.Sharing;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf;

/// <summary>Lets the instances of an app share their tokens.</summary>
public static class DistributedTokenCacheExtensions
{
    /// <summary>
    /// Shares tokens by the app's <see cref="IDistributedCache"/>: an instance that does not know a user looks there before it exchanges. Entries can be read only with the user's own
    /// access token, whatever becomes of the cache (docs/security.md). Section <c>DistributedTokenCache</c> has the settings.
    /// </summary>
    /// <remarks>
    /// By a distributed cache each instance may still exchange once for a user who comes to several at the same moment, and a purge reaches only the instance that it is called on.
    /// <see cref="AddDistributedTokenCache(IServiceCollection, Func{IServiceProvider, ITokenStore})"/> takes stores that can do more.
    /// </remarks>
    public static IServiceCollection AddDistributedTokenCache(this IServiceCollection services) => services.Add(
        static provider => new DistributedCacheStore(provider.GetRequiredService<IDistributedCache>(), provider.GetRequiredService<TimeProvider>()),
        static provider => DistributedTokenCacheRules.MissingCache(provider.GetRequiredService<IServiceProviderIsService>()));

    /// <summary>Shares tokens by another store.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="store">Makes the store, once. If it is an <see cref="ICoordinatingTokenStore"/>, instances make one exchange for all, purges reach all, and long-running sessions outlive their instance.</param>
    public static IServiceCollection AddDistributedTokenCache(this IServiceCollection services, Func<IServiceProvider, ITokenStore> store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return services.Add(store, static _ => []);
    }

    private static IServiceCollection Add(this IServiceCollection services, Func<IServiceProvider, ITokenStore> store, Func<IServiceProvider, IEnumerable<string>> rules)
    {
        if (services.Any(service => service.ServiceType == typeof(ITokenStore)))
            throw new InvalidOperationException("There is a distributed token cache already: an app has one store.");

        services.AddSection<DistributedTokenCacheOptions>(
            DistributedTokenCacheOptions.Section, (provider, options) => [.. DistributedTokenCacheRules.Errors(options), .. rules(provider)]);
        return services
            .AddSingleton(store)
            .AddSingleton<StoreDiagnostics>()
            .AddSingleton<StoreStartLog>()
            .AddSingleton<GuardedStore>()
            .AddSingleton(provider => new PurgeSubjects(provider.GetRequiredService<IOptions<AzureAdOptions>>().Value.ClientId))
            .AddSingleton<SharedMarks>()
            .AddSingleton<PurgeReader>()
            .AddSingleton<PurgeWriter>()
            .AddSingleton<EntryPlaces>()
            .AddSingleton<SharingMetrics>()
            .AddSingleton<WriteBehind>()
            .AddSingleton<SharedEntries>()
            .AddSingleton<ExchangeTurns>()
            .AddSingleton<SharedTokens>()
            .AddSingleton<SharedSessions>()
            .AddSingleton(provider => new Lazy<GuardedStore>(provider.GetRequiredService<GuardedStore>))
            .AddSingleton(provider => new Lazy<PurgeReader>(provider.GetRequiredService<PurgeReader>))
            .AddSingleton(provider => new Lazy<PurgeWriter>(provider.GetRequiredService<PurgeWriter>))
            .AddHostedService<PurgeLoop>();
    }
}
