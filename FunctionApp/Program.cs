using FunctionApp.Clients.Graph;
using FunctionApp.Clients.Orders;
using FunctionApp.Functions;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Pipeline;
using FunctionsObo.Registration;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionApp;

/// <summary>The contents page: one line per concern, in the order of a request's way.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            await CreateBuilder(args).Build().RunAsync();
            return 0;
        }
        catch (ConfigurationException unusable)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return 1;
        }
    }

    /// <summary>The whole app, ready to be built; tests and the local stack add their own configuration to it.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);

        builder.UseMiddleware<CorrelationMiddleware>();
        builder.UseMiddleware<ErrorMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();

        builder.Services
            .AddBearerAuthentication()
            .AddAccessTable(typeof(Program).Assembly)
            .AddOnBehalfOf()
            .AddDownstreamApi<GraphClient>("Graph")
            .AddDownstreamApi<OrdersClient>("Orders")
            .AddErrors()
            .AddStartupCheck();

        return builder;
    }
}
