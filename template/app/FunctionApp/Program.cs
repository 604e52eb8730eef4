#if (graph)
using FunctionApp.Clients.Graph;
#endif
#if (orders)
using FunctionApp.Clients.Orders;
#endif
using FunctionsObo.Downstream;
using FunctionsObo.OpenTelemetry;
using FunctionsObo.Pipeline;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.UseProtectedFunctions();
builder.ExportTelemetry();
#if (graph)
builder.Services.AddDownstreamApi<GraphClient>("Graph");
#endif
#if (orders)
builder.Services.AddDownstreamApi<OrdersClient>("Orders");
#endif
await builder.Build().RunAsync();

/// <summary>The app, by a name that tests and the local stack can say.</summary>
public partial class Program;
