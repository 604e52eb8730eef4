using FunctionsObo.Authorization;
using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Pipeline;

/// <summary>
/// Checks at start whatever can be checked: all sections, all declarations, the credential. Every error in one message, so that
/// one look mends them all.
/// </summary>
internal sealed class StartupCheck(
    IOptions<AzureAdOptions> azureAd,
    IOptions<OnBehalfOfOptions> onBehalfOf,
    IOptions<TokenCacheOptions> tokenCache,
    IOptionsMonitor<DownstreamApiOptions> downstreamApis,
    IEnumerable<DownstreamApiName> downstreamNames,
    AccessTable accessTable,
    Lazy<ConfidentialClient> client) : IStartupValidator
{
    /// <exception cref="ConfigurationException">Something is wrong; the message lists everything.</exception>
    public void Validate()
    {
        List<string> errors = [.. accessTable.Errors];
        Collect(() => _ = azureAd.Value, errors);
        Collect(() => _ = onBehalfOf.Value, errors);
        Collect(() => _ = tokenCache.Value, errors);
        foreach (var name in downstreamNames) Collect(() => downstreamApis.Get(name.Value), errors);
        if (errors.Count == 0) Collect(() => _ = client.Value.Current, errors);

        if (errors.Count > 0) throw new ConfigurationException(errors);
    }

    private static void Collect(Action check, List<string> errors)
    {
        try
        {
            check();
        }
        catch (OptionsValidationException invalid)
        {
            errors.AddRange(invalid.Failures);
        }
        catch (ConfigurationException invalid)
        {
            errors.AddRange(invalid.Errors);
        }
        catch (InvalidOperationException unbound) // the binder: a value of the wrong type, its key in the message
        {
            errors.Add(unbound.Message);
        }
    }
}

internal static class StartupCheckExtensions
{
    /// <summary>Checks everything before the first request.</summary>
    public static IServiceCollection AddStartupCheck(this IServiceCollection services) => services
        .AddSingleton(provider => new Lazy<ConfidentialClient>(provider.GetRequiredService<ConfidentialClient>))
        .AddSingleton<IStartupValidator, StartupCheck>();
}
