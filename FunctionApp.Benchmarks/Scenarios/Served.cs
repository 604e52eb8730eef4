using FunctionApp.Authorization;
using FunctionApp.Functions;
using FunctionsWorker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>FunctionApp with one function more, <see cref="BareMe"/>: the process that load scenarios call.</summary>
internal static class Served
{
    /// <summary>The argument of this program that starts it.</summary>
    public const string Command = "serve";

    /// <summary>This program.</summary>
    public static string Assembly => typeof(Served).Assembly.Location;

    public static async Task RunAsync(string[] args)
    {
        FunctionsApplicationBuilder builder = global::FunctionApp.Program.CreateBuilder(args);
        Type[] functions = [.. typeof(Me).Assembly.GetTypes(), typeof(BareMe)];
        builder.UseFunctionsFrom(functions);
        builder.Services.AddSingleton(AccessTable.Read(functions));
        builder.Services.AddHttpClient(BareMe.HttpClientName, http => http.BaseAddress = new Uri(builder.Configuration["DownstreamApis:Graph:BaseUrl"]!)).RemoveAllLoggers();
        await builder.Build().RunAsync();
    }
}
