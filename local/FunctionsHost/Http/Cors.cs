using FunctionsHost.Configuration;
using FunctionsHost.Diagnostics;
using Microsoft.AspNetCore.Builder;

namespace FunctionsHost.Http;

/// <summary><c>Host.CORS</c> of local.settings.json: these origins, any header, any method.</summary>
internal static class Cors
{
    /// <exception cref="FunctionsHostException">Credentials are allowed for every origin, which no browser accepts.</exception>
    public static void Use(WebApplication app, LocalSettings settings)
    {
        if (settings.CorsOrigins.Count == 0) return;
        if (settings.CorsCredentials && settings.CorsOrigins.Contains("*", StringComparer.Ordinal))
        {
            throw new FunctionsHostException("local.settings.json: Host.CORSCredentials needs origins by name in Host.CORS; \"*\" cannot be combined with it.");
        }
        app.UseCors(policy =>
        {
            policy.WithOrigins([.. settings.CorsOrigins]).AllowAnyHeader().AllowAnyMethod();
            if (settings.CorsCredentials) policy.AllowCredentials();
        });
    }
}
