using System.Net;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Logging;
using FunctionsObo.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Logging;

namespace FunctionsObo.Authentication;

internal static class AuthenticationExtensions
{
    /// <summary>Everything between the Authorization header and the <see cref="Caller"/>.</summary>
    public static IServiceCollection AddBearerAuthentication(this IServiceCollection services)
    {
        services
            .AddSection<AzureAdOptions>(
                AzureAdOptions.Section,
                (provider, options) => AzureAdRules.Errors(options, provider.GetRequiredService<IHostEnvironment>().IsDevelopment()),
                ignored: AzureAdRules.Ignored)
            .PostConfigure<IHostEnvironment>((options, environment) =>
            {
                if (options.EnablePiiLogging && environment.IsDevelopment()) IdentityModelEventSource.ShowPII = true;
            });
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);

        services.AddHttpClient(IdentityPlatform.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ActivityHeadersPropagator = new TraceOnlyPropagator(),
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .RemoveAllLoggers();

        services.ExplainCertificates(IdentityPlatform.HttpClientName);
        services.AddSingleton<MetadataReader>();
        services.AddSingleton<MetadataFetch>();
        services.AddSingleton<MetadataStore>();
        services.AddSingleton(provider => new Lazy<MetadataStore>(provider.GetRequiredService<MetadataStore>));
        services.AddHostedService<MetadataRefreshLoop>();
        services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true); // the first fetch beside the server's own start
        services.AddSingleton<PurgeMarks>();
        services.AddSingleton<TokenPolicy>();
        services.AddSingleton<SignatureVerifier>();
        services.AddSingleton<ValidatedTokenCache>();
        services.AddSingleton<RefusalCause>();
        services.AddSingleton<AuthenticationDiagnostics>();
        services.AddSingleton<AccessTokenValidator>();
        services.AddSingleton(provider => new IdentityPlatformHealth(provider.GetRequiredService<MetadataStore>()));
        return services;
    }
}
