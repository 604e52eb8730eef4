using System.Buffers.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsObo.TokenStores;

/// <summary>The rules for section DistributedTokenCache.</summary>
internal static class DistributedTokenCacheRules
{
    private const int ShortestPepper = 32;

    public static IEnumerable<string> Errors(DistributedTokenCacheOptions options)
    {
        if (options.LookupBudget < TimeSpan.FromMilliseconds(20) || options.LookupBudget > TimeSpan.FromSeconds(5))
            yield return "DistributedTokenCache:LookupBudget must be from 00:00:00.02 to 00:00:05.";
        if (options.CircuitBreak < TimeSpan.FromSeconds(1) || options.CircuitBreak > TimeSpan.FromMinutes(10))
            yield return "DistributedTokenCache:CircuitBreak must be from 00:00:01 to 00:10:00.";
        if (options.PurgePollInterval < TimeSpan.FromSeconds(1) || options.PurgePollInterval > TimeSpan.FromMinutes(5))
            yield return "DistributedTokenCache:PurgePollInterval must be from 00:00:01 to 00:05:00.";
        if (!IsPepper(options.Pepper))
            yield return "DistributedTokenCache:Pepper must be base64 of 32 random bytes or more, such as `openssl rand -base64 32` makes it.";
        if (!IsPepper(options.PreviousPepper))
            yield return "DistributedTokenCache:PreviousPepper must be the value that DistributedTokenCache:Pepper had before.";
        if (options.Pepper is not null && options.Pepper == options.PreviousPepper)
            yield return "DistributedTokenCache:PreviousPepper is the same as DistributedTokenCache:Pepper: remove it.";
    }

    /// <summary>A store that is made of the app's distributed cache needs that one.</summary>
    public static IEnumerable<string> MissingCache(IServiceProviderIsService services)
    {
        if (!services.IsService(typeof(IDistributedCache)))
            yield return "AddDistributedTokenCache needs a distributed cache that the instances share: register one, by AddStackExchangeRedisCache of Microsoft.Extensions.Caching.StackExchangeRedis, say.";
    }

    /// <summary>A section that is configured while no store is registered.</summary>
    public static IEnumerable<string> UnreadSection(IConfiguration configuration, bool isRegistered)
    {
        if (!isRegistered && configuration.GetSection(DistributedTokenCacheOptions.Section).Exists())
            yield return "DistributedTokenCache is read by nobody: call AddDistributedTokenCache(), or remove the section.";
    }

    private static bool IsPepper(string? pepper) => pepper is null || (Base64.IsValid(pepper, out var length) && length >= ShortestPepper);
}
