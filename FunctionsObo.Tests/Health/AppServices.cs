using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Tests.Health;

/// <summary>Services of an app under test.</summary>
internal static class AppServices
{
    public static MetadataStore GetMetadata(this IServiceProvider services) => services.GetRequiredService<MetadataStore>();

    public static AzureAdOptions GetRegistration(this IServiceProvider services) => services.GetRequiredService<IOptions<AzureAdOptions>>().Value;
}
