using System.Net;
using FunctionApp.Authentication.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FunctionApp.Authentication;

internal static class AuthenticationExtensions
{
    /// <summary>Everything between the Authorization header and the <see cref="Caller"/>.</summary>
    public static IServiceCollection AddBearerAuthentication(this IServiceCollection services)
    {
        services.AddOptions<AzureAdOptions>().BindConfiguration(AzureAdOptions.Section);
        services.AddSingleton<IValidateOptions<AzureAdOptions>, AzureAdOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);

        services.AddHttpClient(IdentityProvider.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .RemoveAllLoggers();

        services.AddSingleton<MetadataReader>();
        services.AddSingleton<MetadataStore>();
        services.AddSingleton(provider => new Lazy<MetadataStore>(provider.GetRequiredService<MetadataStore>));
        services.AddHostedService<MetadataRefreshLoop>();
        services.AddSingleton<TokenPolicy>();
        services.AddSingleton<SignatureVerifier>();
        services.AddSingleton<ValidatedTokenCache>();
        services.AddSingleton<AccessTokenValidator>();
        services.AddSingleton(provider => new IdentityProviderHealth(provider.GetRequiredService<MetadataStore>()));
        return services;
    }
}
