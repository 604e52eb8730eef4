using System.Net;
using FunctionsObo.Downstream.Addresses;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.Logging;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Downstream;

/// <summary>Registers downstream APIs.</summary>
public static class DownstreamApiServiceCollectionExtensions
{
    private const int MaximumHeaderKilobytes = 32;

    /// <summary>A downstream API of section <c>DownstreamApis:{name}</c> and the typed client that speaks to it.</summary>
    /// <typeparam name="TClient">The client; its constructor takes the <see cref="DownstreamApi"/>.</typeparam>
    public static IServiceCollection AddDownstreamApi<TClient>(this IServiceCollection services, string name)
        where TClient : class => services
        .AddDownstreamApi(name)
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<TClient>(provider, provider.GetRequiredKeyedService<DownstreamApi>(name)));

    /// <summary>A downstream API of section <c>DownstreamApis:{name}</c>, for <c>[FromKeyedServices(name)] DownstreamApi</c>.</summary>
    public static IServiceCollection AddDownstreamApi(this IServiceCollection services, string name)
    {
        var registered = new DownstreamApiName(name);
        if (services.Any(service => registered.Equals(service.ImplementationInstance))) return services; // two clients of one API share it

        services.AddSingleton(registered);
        services.TryAddSingleton<OpenCircuits>();
        services.AddSection<DownstreamApiOptions>($"{DownstreamApiOptions.Section}:{name}", (_, options) => DownstreamApiRules.Errors(name, options), name);

        services.AddHttpClient(name)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // a redirect would take the token along
                AutomaticDecompression = DecompressionMethods.All,
                MaxResponseHeadersLength = MaximumHeaderKilobytes,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // connections are renewed by PooledConnectionLifetime
            .RemoveAllLoggers();

        return services
            .ExplainCertificates(name)
            .AddKeyedSingleton(name, (provider, _) => NewPipeline(provider, name))
            .AddKeyedSingleton(name, (provider, _) => Build(provider, name));
    }

    private static ApiPipeline NewPipeline(IServiceProvider provider, string name)
    {
        var pipeline = new ApiPipeline(name, Options(provider, name), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DownstreamApi>>());
        provider.GetRequiredService<OpenCircuits>().Watch(name, pipeline.Circuit);
        return pipeline;
    }

    private static DownstreamApi Build(IServiceProvider provider, string name)
    {
        var options = Options(provider, name);
        var time = provider.GetRequiredService<TimeProvider>();
        var tokens = new ApiTokens(provider.GetRequiredService<OboTokenProvider>(), provider.GetRequiredService<LongRunningTokens>, new TargetApi(name, [.. options.Scopes]), options.RequestAppToken);
        return Build(name, options, provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name), tokens.GetAsync,
            provider.GetRequiredKeyedService<ApiPipeline>(name), time);
    }

    /// <summary>Puts the parts of an API together.</summary>
    internal static DownstreamApi Build(
        string name, DownstreamApiOptions options, HttpMessageHandler handler, TokenSource tokens, ApiPipeline pipeline, TimeProvider time)
    {
        var limits = new ResponseLimits(name, options.MaxResponseBytes, options.AttemptTimeout, time);
        var attempt = new CallAttempt(new HttpMessageInvoker(handler, disposeHandler: false), tokens, pipeline.Circuit, options, limits);
        return new DownstreamApi(name, new DownstreamUrl(options.BaseUrl, options.ExtraQueryParameters.AsReadOnly()), pipeline, attempt);
    }

    private static DownstreamApiOptions Options(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<DownstreamApiOptions>>().Get(name);
}

/// <summary>The name of a registered API, so that the start can check them all.</summary>
internal sealed record DownstreamApiName(string Value);
