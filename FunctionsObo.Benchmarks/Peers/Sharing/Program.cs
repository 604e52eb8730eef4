using FunctionApp.Clients.Graph;
using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream;
using FunctionsObo.Pipeline;
using FunctionsObo.PostgreSql;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TestSupport.Stores;

// FunctionApp on a machine whose clock is half a minute slow, right, or half a minute fast, so that the clocks of instances differ by up to a minute.
var builder = FunctionsApplication.CreateBuilder(args);
builder.UseProtectedFunctions();
builder.Services.AddPostgreSqlTokenCache();
builder.Services.AddSingleton<TimeProvider>(WrongClock.OfThisProcess());
builder.Services.AddDownstreamApi<GraphClient>("Graph");
builder.Services.AddDownstreamApi<OrdersClient>("Orders");
await builder.Build().RunAsync();
