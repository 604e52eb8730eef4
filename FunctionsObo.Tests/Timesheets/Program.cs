using System.Net;
using Contoso.Timesheets;
using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using FunctionsObo.Health;
using FunctionsObo.Pipeline;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

builder.UseMiddleware<MarkAll>();
builder.UseProtectedFunctions();
builder.UseMiddleware<MarkAdmitted>();
builder.AddHealthReport("Operations.Read");

builder.Services.AddOptions<TimesheetOptions>().BindConfiguration("Timesheets").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddDownstreamApi<StockClient>("Stock");
builder.Services.AddProblem<TimeoutException>(_ => new(HttpStatusCode.GatewayTimeout, "too_slow", "This took too long; try again."));
builder.Services.AddProblem<WeekClosedException>(closed => new ProblemException(HttpStatusCode.Conflict, "week_closed", $"Week {closed.Week} is closed."));

await builder.Build().RunAsync();
