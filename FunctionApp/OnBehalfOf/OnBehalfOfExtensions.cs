using FunctionApp.OnBehalfOf.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionApp.OnBehalfOf;

internal static class OnBehalfOfExtensions
{
    /// <summary>Tokens for downstream APIs on behalf of the caller.</summary>
    public static IServiceCollection AddOnBehalfOf(this IServiceCollection services)
    {
        services.AddOptions<TokenCacheOptions>().BindConfiguration(TokenCacheOptions.Section)
            .Validate(options => options.SizeLimitMegabytes is >= 1 and <= 65_536, "TokenCache:SizeLimitMegabytes must be from 1 to 65536.");
        services.AddSingleton<CredentialLoader>();
        services.AddSingleton<ConfidentialClient>();
        services.AddSingleton<DownstreamTokenCache>();
        services.AddSingleton(provider => new OboTokenProvider(
            provider.GetRequiredService<ConfidentialClient>(),
            provider.GetRequiredService<DownstreamTokenCache>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OboTokenProvider>>()));
        return services;
    }
}
