using System.Net;
using Contoso.Timesheets;
using FunctionsObo.Errors;
using FunctionsObo.Pipeline;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

builder.UseMiddleware<MarkAll>();
builder.UseProtectedFunctions();
builder.UseMiddleware<MarkAdmitted>();

builder.Services.AddOptions<TimesheetOptions>().BindConfiguration("Timesheets").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddProblem<WeekClosedException>(closed => new ProblemException(HttpStatusCode.Conflict, "week_closed", $"Week {closed.Week} is closed."));

await builder.Build().RunAsync();
