using FunctionApp;
using FunctionApp.Clients.Graph;
using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream;
using FunctionsObo.OpenTelemetry;
using FunctionsObo.Pipeline;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.UseProtectedFunctions();
builder.ExportTelemetry();
builder.ShareTokens();
builder.Services.AddDownstreamApi<GraphClient>("Graph");
builder.Services.AddDownstreamApi<OrdersClient>("Orders");
await builder.Build().RunAsync();

/// <summary>The app, by a name that tests and the local stack can say.</summary>
public partial class Program;
