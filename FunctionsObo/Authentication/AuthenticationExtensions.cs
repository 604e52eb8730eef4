using System.Net;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Authorization;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Logging;

namespace FunctionsObo.Authentication;

internal static class AuthenticationExtensions
{
    /// <summary>Everything between the Authorization header and the <see cref="Caller"/>.</summary>
    public static IServiceCollection AddBearerAuthentication(this IServiceCollection services)
    {
        services.AddOptions<AzureAdOptions>().BindConfiguration(AzureAdOptions.Section)
            .PostConfigure<IHostEnvironment>((options, environment) =>
            {
                if (options.EnablePiiLogging && environment.IsDevelopment()) IdentityModelEventSource.ShowPII = true;
            });
        services.AddSingleton<IValidateOptions<AzureAdOptions>, AzureAdOptionsValidator>();
        services.AddSingleton<IValidateOptions<AzureAdOptions>, AzureAdSectionValidator>();
        services.AddMetrics();
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
        services.AddSingleton<MetadataMetrics>();
        services.AddSingleton<MetadataFetch>();
        services.AddSingleton<MetadataStore>();
        services.AddSingleton(provider => new Lazy<MetadataStore>(provider.GetRequiredService<MetadataStore>));
        services.AddHostedService<MetadataRefreshLoop>();
        services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true); // the first fetch beside the server's own start
        services.AddSingleton<TokenPolicy>();
        services.AddSingleton<SignatureVerifier>();
        services.AddSingleton<ValidatedTokenCache>();
        services.AddSingleton<AuthenticationMetrics>();
        services.AddSingleton<AuthenticationDiagnostics>();
        services.AddSingleton<AccessTokenValidator>();
        services.AddSingleton(provider => new IdentityProviderHealth(provider.GetRequiredService<MetadataStore>()));
        services.AddSingleton(provider => new ProtectedResource(
            provider.GetRequiredService<IOptionsMonitor<AzureAdOptions>>(),
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<AccessTable>(),
            provider.GetRequiredService<IHostEnvironment>()));
        return services;
    }
}
