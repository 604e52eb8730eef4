using Contoso.ScaledOut;
using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Pipeline;
using FunctionsObo.PostgreSql;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TestSupport.Stores;

var builder = FunctionsApplication.CreateBuilder(args);
builder.UseProtectedFunctions();
builder.Services.AddDownstreamApi<ProfileClient>("Graph");

if (builder.Configuration.GetConnectionString("Redis") is { } redis)
{
    builder.Services.AddStackExchangeRedisCache(options => options.Configuration = redis);
    builder.Services.AddDistributedTokenCache();
}
else
{
    builder.Services.AddPostgreSqlTokenCache();
}

if (builder.Configuration.GetValue<bool>("ClocksDiffer")) builder.Services.AddSingleton<TimeProvider>(WrongClock.OfThisProcess());
await builder.Build().RunAsync();
