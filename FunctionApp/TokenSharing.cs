using System.Runtime.CompilerServices;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.PostgreSql;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace FunctionApp;

/// <summary>Lets the instances of this app share their tokens where a setting says by which store (docs/scale-out.md). Without one there is no store, and nothing of one is loaded.</summary>
internal static class TokenSharing
{
    private const string DatabaseSection = "PostgreSqlTokenCache";
    private const string RedisName = "Redis";
    private const string RedisKey = $"ConnectionStrings:{RedisName}";

    /// <summary>By PostgreSQL if there is a section <c>PostgreSqlTokenCache</c>, by Redis if there is a connection string <c>Redis</c>. Both stop the start, as does what cannot work.</summary>
    public static void ShareTokens(this FunctionsApplicationBuilder builder)
    {
        var hasDatabase = builder.Configuration.GetSection(DatabaseSection).Exists();
        var redis = builder.Configuration.GetConnectionString(RedisName);
        if (hasDatabase) ShareByPostgreSql(builder.Services);
        if (!string.IsNullOrEmpty(redis)) ShareByRedis(builder.Services, redis, isAlone: !hasDatabase);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // the runtime loads the package when this is compiled, and not before
    private static void ShareByPostgreSql(IServiceCollection services) => services.AddPostgreSqlTokenCache();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ShareByRedis(IServiceCollection services, string redis, bool isAlone)
    {
        services.AddStackExchangeRedisCache(options => options.Configuration = redis);
        services.AddOptions<RedisCacheOptions>()
            .Validate(_ => isAlone, $"{RedisKey} and {DatabaseSection} both name a store, and an app has one: remove one of them.")
            .Validate(_ => LeadsSomewhere(redis), $"{RedisKey} is no connection string of StackExchange.Redis: it begins with a host and its port, and https://stackexchange.github.io/StackExchange.Redis/Configuration has the rest.")
            .ValidateOnStart();
        if (isAlone) services.AddDistributedTokenCache();
    }

    private static bool LeadsSomewhere(string redis)
    {
        try
        {
            return ConfigurationOptions.Parse(redis).EndPoints.Count > 0;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
