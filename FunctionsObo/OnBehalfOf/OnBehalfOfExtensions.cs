using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.OnBehalfOf.Sharing;
using FunctionsObo.Registration;
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

        services.AddSingleton<MonotonicClock>();
        services.AddSingleton<CertificateSources>();
        services.AddSingleton<AssertionSources>();
        services.AddSingleton<CredentialLoader>();
        services.AddSingleton<LongRunningStore>();
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
            provider.GetRequiredService<LongRunningStore>(),
            provider.GetRequiredService<PurgeMarks>(),
            provider.GetService<PurgeWriter>(),
            provider.GetRequiredService<IOptions<AzureAdOptions>>(),
            provider.GetRequiredService<MonotonicClock>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LongRunningTokens(
            provider.GetRequiredService<MsalExchange>(),
            provider.GetRequiredService<LongRunningStore>(),
            provider.GetRequiredService<IOptions<OnBehalfOfOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
