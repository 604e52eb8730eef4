using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf;

internal static class OnBehalfOfExtensions
{
    /// <summary>Tokens for downstream APIs on behalf of the caller.</summary>
    public static IServiceCollection AddOnBehalfOf(this IServiceCollection services)
    {
        services.AddOptions<OnBehalfOfOptions>().BindConfiguration(OnBehalfOfOptions.Section);
        services.AddSingleton<IValidateOptions<OnBehalfOfOptions>, OnBehalfOfOptionsValidator>();
        services.AddOptions<TokenCacheOptions>().BindConfiguration(TokenCacheOptions.Section)
            .Validate(options => options.SizeLimitMegabytes is >= 1 and <= 65_536, "TokenCache:SizeLimitMegabytes must be from 1 to 65536.");

        services.AddSingleton<CertificateSources>();
        services.AddSingleton<AssertionSources>();
        services.AddSingleton<CredentialLoader>();
        services.AddSingleton<LongRunningStore>();
        services.AddSingleton<ConfidentialClient>();
        services.AddSingleton<TokenEndpointCircuit>();
        services.AddSingleton<OboDiagnostics>();
        services.AddSingleton<TokenExchange>();
        services.AddSingleton<DownstreamTokenCache>();
        services.AddSingleton<CacheMetrics>();
        services.AddSingleton<TokenAcquisition>();
        services.AddSingleton(provider => new OboTokenProvider(
            provider.GetRequiredService<TokenAcquisition>(),
            provider.GetRequiredService<DownstreamTokenCache>(),
            provider.GetRequiredService<CacheMetrics>(),
            provider.GetRequiredService<IOptions<AzureAdOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LongRunningTokens(
            provider.GetRequiredService<TokenExchange>(),
            provider.GetRequiredService<LongRunningStore>(),
            provider.GetRequiredService<IOptions<OnBehalfOfOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
