using FunctionApp.Clients.Graph;
using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream;
using FunctionsObo.Pipeline;
using FunctionsObo.PostgreSql;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

// FunctionApp with the one line that docs/scale-out.md asks for.
var builder = FunctionsApplication.CreateBuilder(args);
builder.UseProtectedFunctions();
builder.Services.AddPostgreSqlTokenCache();
builder.Services.AddDownstreamApi<GraphClient>("Graph");
builder.Services.AddDownstreamApi<OrdersClient>("Orders");
await builder.Build().RunAsync();
