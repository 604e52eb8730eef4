using System.Net;
using FunctionApp.OnBehalfOf;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionApp.Downstream;

internal static class DownstreamExtensions
{
    /// <summary>A downstream API of section <c>DownstreamApis:{name}</c> and the typed client that speaks to it.</summary>
    /// <typeparam name="TClient">The client; its constructor takes the <see cref="DownstreamApi"/>.</typeparam>
    public static IServiceCollection AddDownstreamApi<TClient>(this IServiceCollection services, string name)
        where TClient : class
    {
        services.AddSingleton(new DownstreamApiName(name));
        services.AddOptions<DownstreamApiOptions>(name).BindConfiguration($"{DownstreamApiOptions.Section}:{name}");
        services.AddSingleton<IValidateOptions<DownstreamApiOptions>>(provider =>
            new DownstreamApiOptionsValidator(name, provider.GetRequiredService<IConfiguration>()));

        services.AddHttpClient(name)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // a redirect would take the token along
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .ConfigureHttpClient((provider, http) =>
            {
                var options = Options(provider, name);
                http.Timeout = options.Timeout;
                http.MaxResponseContentBufferSize = options.MaxResponseBytes;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // connections are renewed by PooledConnectionLifetime
            .RemoveAllLoggers();

        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TClient>(provider, new DownstreamApi(
            name,
            Options(provider, name),
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(name),
            provider.GetRequiredService<OboTokenProvider>())));
        return services;
    }

    private static DownstreamApiOptions Options(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<DownstreamApiOptions>>().Get(name);
}

/// <summary>The name of a registered API, so that the start can check them all.</summary>
internal sealed record DownstreamApiName(string Value);
