using System.Net;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Identity.Client;
using Msal;

// The plain function with an exchange by MSAL in each request and nothing around it: no token is checked, none is kept. What
// FunctionApp's first calls cost above this is its own.
var builder = FunctionsApplication.CreateBuilder(args);

builder.Services.AddHttpClient(Me.Graph, http => http.BaseAddress = new Uri(builder.Configuration["DownstreamApis:Graph:BaseUrl"]!))
    .ConfigurePrimaryHttpMessageHandler(NewHandler)
    .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
    .RemoveAllLoggers();
builder.Services.AddSingleton(ConfidentialClientApplicationBuilder
    .Create(builder.Configuration["AzureAd:ClientId"])
    .WithClientSecret(builder.Configuration["AzureAd:ClientCredentials:0:ClientSecret"])
    .WithAuthority($"{builder.Configuration["AzureAd:Instance"]}{builder.Configuration["AzureAd:TenantId"]}", validateAuthority: false)
    .WithInstanceDiscovery(false)
    .WithLegacyCacheCompatibility(false)
    .WithCacheOptions(CacheOptions.DisableInternalCacheOptions)
    .WithHttpClientFactory(new OneHttpClient(new HttpClient(NewHandler())))
    .Build());

await builder.Build().RunAsync();

static SocketsHttpHandler NewHandler() => new() // as FunctionApp has it
{
    AllowAutoRedirect = false,
    AutomaticDecompression = DecompressionMethods.All,
    MaxResponseHeadersLength = 32,
    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    UseCookies = false,
};
