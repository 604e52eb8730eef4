using System.Net;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Plain;

// The same function without identity: no token is looked at, none is got. What FunctionApp costs above this, identity costs.
var builder = FunctionsApplication.CreateBuilder(args);

builder.Services.AddHttpClient(Me.Graph, http =>
    {
        http.BaseAddress = new Uri(builder.Configuration["DownstreamApis:Graph:BaseUrl"]!);
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {new string('x', Me.TokenLength)}");
    })
    .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler // as FunctionApp has it
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        MaxResponseHeadersLength = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
    .RemoveAllLoggers();

await builder.Build().RunAsync();
