using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.OnBehalfOf.Sharing;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf;

internal static class OnBehalfOfExtensions
{
    /// <summary>Tokens for downstream APIs on behalf of the caller.</summary>
    public static IServiceCollection AddOnBehalfOf(this IServiceCollection services)
    {
        services.AddSection<OnBehalfOfOptions>(OnBehalfOfOptions.Section, (_, options) => OnBehalfOfRules.Errors(options));
        services.AddSection<TokenCacheOptions>(TokenCacheOptions.Section, (_, options) => TokenCacheRules.Errors(options));
        services.AddSection<LongRunningSessionOptions>(LongRunningSessionOptions.Section, (_, options) => LongRunningSessionRules.Errors(options));

        services.AddSingleton<MonotonicClock>();
        services.AddSingleton<CertificateSources>();
        services.AddSingleton<AssertionSources>();
        services.AddSingleton<CredentialLoader>();
        services.AddSingleton<LocalSessions>();
        services.AddSingleton<SessionPlaces>();
        services.AddSingleton<SessionDiagnostics>();
        services.AddSingleton<ISessionStore>(provider =>
            provider.GetService<GuardedStore>() is { Coordinating: not null } ? provider.GetRequiredService<SharedSessions>() : provider.GetRequiredService<LocalSessions>());
        services.AddSingleton<ConfidentialClient>();
        services.AddSingleton<TokenEndpointCircuit>();
        services.AddSingleton<TokenRequestLog>();
        services.AddSingleton<LastExchanges>();
        services.AddSingleton<OboDiagnostics>();
        services.AddSingleton<MsalExchange>();
        services.AddSingleton<DownstreamTokenCache>();
        services.AddSingleton<CacheMetrics>();
        services.AddSingleton<SharedExchange>();
        services.AddSingleton(provider => new OboTokenProvider(
            provider.GetRequiredService<MsalExchange>(),
            provider.GetRequiredService<SharedExchange>(),
            provider.GetRequiredService<DownstreamTokenCache>(),
            provider.GetRequiredService<CacheMetrics>(),
            provider.GetRequiredService<LocalSessions>(),
            provider.GetRequiredService<PurgeMarks>(),
            provider.GetService<PurgeWriter>(),
            provider.GetRequiredService<IOptions<AzureAdOptions>>(),
            provider.GetRequiredService<MonotonicClock>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LongRunningTokens(
            provider.GetRequiredService<MsalExchange>(),
            provider.GetRequiredService<ISessionStore>(),
            provider.GetRequiredService<SessionPlaces>(),
            provider.GetRequiredService<SessionDiagnostics>(),
            provider.GetRequiredService<IOptions<LongRunningSessionOptions>>(),
            provider.GetRequiredService<IOptions<OnBehalfOfOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
