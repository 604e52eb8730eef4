using FunctionsObo.OnBehalfOf;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.PostgreSql;

/// <summary>Lets the instances of an app share their tokens by PostgreSQL.</summary>
public static class PostgreSqlTokenCacheExtensions
{
    /// <summary>
    /// Shares tokens, purges and long-running sessions by a PostgreSQL database. It needs the tables and the role of functions-obo.sql (<see cref="PostgreSqlScript"/>). Section
    /// <c>PostgreSqlTokenCache</c> has the settings, section <c>DistributedTokenCache</c> those of every store. docs/scale-out.md says how to set it up, and what it gives.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="connection">
    /// A connection string with Host, Database and Username (https://www.npgsql.org/doc/connection-string-parameters.html). It counts where the setting <c>PostgreSqlTokenCache:Connection</c> is
    /// not there. A server on another machine has to prove its name by its certificate.
    /// </param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">The app has a store already.</exception>
    public static IServiceCollection AddPostgreSqlTokenCache(this IServiceCollection services, string? connection = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddSection<PostgreSqlTokenCacheOptions>(PostgreSqlTokenCacheOptions.Section, static (_, options) => PostgreSqlTokenCacheRules.Errors(options))
            .PostConfigure(options => options.Connection = options.Connection is { Length: > 0 } configured ? configured : connection ?? "");
        return services
            .AddSingleton<PostgreSqlDiagnostics>()
            .AddSingleton(provider => new Database(
                provider.GetRequiredService<IOptions<PostgreSqlTokenCacheOptions>>().Value, provider.GetRequiredService<PostgreSqlDiagnostics>(), provider.GetRequiredService<TimeProvider>()))
            .AddDistributedTokenCache(Store)
            .AddHostedService(provider => new Housekeeping(
                new Lazy<Database>(provider.GetRequiredService<Database>), provider.GetRequiredService<PostgreSqlDiagnostics>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static PostgreSqlTokenStore Store(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<Database>();
        var listens = provider.GetRequiredService<IOptions<PostgreSqlTokenCacheOptions>>().Value.Notifications;
        return new PostgreSqlTokenStore(database, listens ? new MarkListener(database, provider.GetRequiredService<TimeProvider>()) : null);
    }
}
