using FunctionsObo.Authentication;
using FunctionsObo.Downstream;
using FunctionsObo.Downstream.Headers;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace FunctionsObo.Tool.Settings;

/// <summary>The engine as an app with these settings would have it. Each section of DownstreamApis counts as an API that the app registers.</summary>
internal static class AppServices
{
    public static IServiceCollection Of(AppSettings settings)
    {
        var services = new ServiceCollection()
            .AddSingleton(ConfigurationOf(settings))
            .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = settings.IsDevelopment ? Environments.Development : Environments.Production })
            .AddBearerAuthentication()
            .AddBaggage()
            .AddOnBehalfOf();
        foreach (var api in settings.Apis) services.AddDownstreamApi(api);
        return services;
    }

    /// <summary>Azure puts the secret in place of a reference before the app sees it: which one, the exported settings do not say.</summary>
    private static IConfiguration ConfigurationOf(AppSettings settings)
    {
        if (settings.File is not { IsOfAzure: true } file) return settings.Configuration;
        var references = file.Values.Where(setting => CredentialRules.IsReference(setting.Value)).Select(setting => KeyValuePair.Create(setting.Key, (string?)"(in Key Vault)"));
        return new ConfigurationBuilder().AddConfiguration(settings.Configuration).AddInMemoryCollection(references).Build();
    }
}
