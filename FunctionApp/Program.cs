using FunctionApp.Clients.Graph;
using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream;
using FunctionsObo.Pipeline;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace FunctionApp;

/// <summary>The app: its functions protected, and a client for each downstream API.</summary>
public static class Program
{
    public static Task Main(string[] args) => CreateBuilder(args).Build().RunAsync();

    /// <summary>The whole app, ready to be built; tests and the local stack add their own configuration to it.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.UseProtectedFunctions();
        builder.Services.AddDownstreamApi<GraphClient>("Graph");
        builder.Services.AddDownstreamApi<OrdersClient>("Orders");
        return builder;
    }
}
