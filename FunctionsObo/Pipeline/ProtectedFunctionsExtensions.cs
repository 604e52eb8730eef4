using System.Reflection;
using System.Runtime.CompilerServices;
using FunctionsObo.Authentication;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Authorization;
using FunctionsObo.Downstream;
using FunctionsObo.Downstream.Headers;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Registration;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Pipeline;

/// <summary>Protects the functions of an app.</summary>
public static class ProtectedFunctionsExtensions
{
    static ProtectedFunctionsExtensions() => AppDomain.CurrentDomain.UnhandledException += static (_, unhandled) =>
    {
        if (unhandled.ExceptionObject is not ConfigurationException unusable) return;
        Console.Error.WriteLine(unusable.Message);
        Environment.Exit(1);
    };

    /// <summary>
    /// Lets nobody call an HTTP function who is not admitted by its <see cref="RequiredScopeAttribute"/> or
    /// <see cref="RequiredAppRoleAttribute"/>; one that is for everybody says so by <see cref="AllowAnonymousAttribute"/>. Adds, in
    /// this order, the middlewares that carry the caller's trace on, turn failures into responses, and validate the bearer token; all
    /// that they need; tokens on behalf of the user; and a check of the whole configuration at start. Functions of other triggers are
    /// left as they are. Middlewares that are added before see every request and its final response; those added after see only
    /// admitted ones.
    /// </summary>
    /// <remarks>
    /// Configuration: sections <c>AzureAd</c>, <c>OnBehalfOf</c>, <c>TokenCache</c>, <c>DownstreamApis</c> and <c>Baggage</c>. Whatever is wrong stops the
    /// start with a <see cref="ConfigurationException"/> that names every key and its fix.
    /// </remarks>
    /// <param name="builder">The app's builder.</param>
    /// <param name="functions">Where the functions are. Default: the assembly that calls this method, which is the app's own.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)] // or another assembly would be the calling one
    public static IFunctionsWorkerApplicationBuilder UseProtectedFunctions(this IFunctionsWorkerApplicationBuilder builder, Assembly? functions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(ProblemWriter)))
            throw new InvalidOperationException("UseProtectedFunctions was called before: call it once, with the assembly that has the functions.");
        var assembly = functions ?? Assembly.GetCallingAssembly();

        builder.UseMiddleware<CorrelationMiddleware>();
        builder.UseMiddleware<ErrorMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();

        builder.Services
            .AddBearerAuthentication()
            .AddBaggage()
            .AddSingleton(provider => AccessTable.Read(assembly.GetTypes(), provider.GetServices<EngineFunction>()))
            .AddSingleton(provider => new ProtectedResource(
                provider.GetRequiredService<IOptionsMonitor<AzureAdOptions>>(),
                provider.GetRequiredService<IConfiguration>(),
                provider.GetRequiredService<AccessTable>(),
                provider.GetRequiredService<MetadataStore>(),
                provider.GetRequiredService<IHostEnvironment>()))
            .AddOnBehalfOf()
            .AddSingleton<HttpRoutes>()
            .AddSingleton<RequestTelemetry>()
            .AddSingleton(Addresses)
            .AddSingleton<ProblemTable>()
            .AddSingleton<ProblemWriter>()
            .AddStartCheck();
        return builder;
    }

    /// <summary>What challenges say, as the metadata has it; before there is any, as Entra's addresses are built.</summary>
    private static ChallengeAddresses Addresses(IServiceProvider provider)
    {
        var registration = provider.GetRequiredService<IOptions<AzureAdOptions>>().Value;
        var metadata = provider.GetRequiredService<MetadataStore>();
        var resource = provider.GetRequiredService<ProtectedResource>();
        var usual = new Uri(new Uri(registration.Instance), $"{registration.TenantId}/oauth2/v2.0/authorize").AbsoluteUri;
        return new ChallengeAddresses(
            registration.ClientId,
            () => metadata.Current?.AuthorizationEndpoint is { Length: > 0 } known ? known : usual,
            () => resource.MetadataUrl);
    }
}
