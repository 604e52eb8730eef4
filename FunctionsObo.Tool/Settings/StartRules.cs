using FunctionsObo.Authentication;
using FunctionsObo.Downstream;
using FunctionsObo.Downstream.Headers;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Tool.Settings;

/// <summary>
/// What the app's start would say of its settings: the engine's own registrations are made and asked. Nothing is started, no credential is
/// loaded, nobody is called. Each section of DownstreamApis counts as an API that the app registers.
/// </summary>
internal static class StartRules
{
    /// <returns>Each error with its key and the fix; none when the app could start.</returns>
    public static IReadOnlyList<string> Errors(AppSettings settings)
    {
        using var provider = Services(settings).BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (Exception wrong) when (StartCheck.ErrorsOf(wrong) is { } errors)
        {
            return [.. errors.Distinct(StringComparer.Ordinal)];
        }
    }

    private static IServiceCollection Services(AppSettings settings)
    {
        var services = new ServiceCollection()
            .AddSingleton(settings.Configuration)
            .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = settings.IsDevelopment ? Environments.Development : Environments.Production })
            .AddBearerAuthentication()
            .AddBaggage()
            .AddOnBehalfOf();
        foreach (var api in settings.Apis) services.AddDownstreamApi(api);
        return services;
    }
}
