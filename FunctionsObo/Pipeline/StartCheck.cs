using FunctionsObo.Authorization;
using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Pipeline;

/// <summary>
/// Checks at start whatever can be checked: all options that are to be validated at start, the app's own among them, all
/// declarations, the credential. Every error in one message, so that one look fixes them all.
/// </summary>
/// <param name="everyOptions">The framework's own check, of every <c>ValidateOnStart</c>.</param>
/// <param name="accessTable">Who may call which function.</param>
/// <param name="unreadSections">Errors of what is configured and read by nobody.</param>
/// <param name="client">Lazy, since it cannot be made of options that are not valid.</param>
internal sealed class StartCheck(
    IStartupValidator everyOptions, AccessTable accessTable, IEnumerable<string> unreadSections, Lazy<ConfidentialClient> client) : IStartupValidator
{
    /// <exception cref="ConfigurationException">Something is wrong; the message lists everything.</exception>
    public void Validate()
    {
        List<string> errors = [.. accessTable.Errors, .. unreadSections];
        Collect(everyOptions.Validate, errors);
        if (errors.Count == 0) Collect(() => _ = client.Value.Current, errors);

        if (errors.Count > 0) throw new ConfigurationException(errors);
    }

    private static void Collect(Action check, List<string> errors)
    {
        try
        {
            check();
        }
        catch (Exception wrong) when (ErrorsOf(wrong) is { } known)
        {
            errors.AddRange(known);
        }
    }

    /// <summary>What of an exception is for the operator; null for one that nobody foresaw.</summary>
    internal static IEnumerable<string>? ErrorsOf(Exception thrown) => thrown switch
    {
        OptionsValidationException invalid => invalid.Failures,
        ConfigurationException invalid => invalid.Errors,
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(invalid => invalid.Failures),
        InvalidOperationException unbound => [unbound.Message], // the binder, of an app's own section: its key is in the message
        _ => null,
    };
}

internal static class StartCheckExtensions
{
    /// <summary>Checks everything before the first request. Call it last: it takes the place of the framework's own check, which it asks.</summary>
    public static IServiceCollection AddStartCheck(this IServiceCollection services)
    {
        var everyOptions = services.Last(service => service.ServiceType == typeof(IStartupValidator)).ImplementationType!;
        return services
            .AddSingleton(provider => new Lazy<ConfidentialClient>(provider.GetRequiredService<ConfidentialClient>))
            .AddSingleton<IStartupValidator>(provider => new StartCheck(
                (IStartupValidator)ActivatorUtilities.CreateInstance(provider, everyOptions),
                provider.GetRequiredService<AccessTable>(),
                UnreadSections(provider),
                provider.GetRequiredService<Lazy<ConfidentialClient>>()));
    }

    private static IEnumerable<string> UnreadSections(IServiceProvider provider)
    {
        var configuration = provider.GetRequiredService<IConfiguration>();
        return
        [
            .. DownstreamApiRules.UnreadSections(configuration, provider.GetServices<DownstreamApiName>()),
            .. DistributedTokenCacheRules.UnreadSection(configuration, provider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(ITokenStore))),
        ];
    }
}
