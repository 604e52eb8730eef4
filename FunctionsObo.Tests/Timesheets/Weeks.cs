using System.ComponentModel.DataAnnotations;
using System.Net;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using FunctionsObo.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Options;

namespace Contoso.Timesheets;

/// <summary>The app's own section.</summary>
public sealed class TimesheetOptions
{
    [Range(1, 100)]
    public int HoursPerWeek { get; set; }
}

/// <summary>The app's own failure.</summary>
public sealed class WeekClosedException(int week) : Exception
{
    public int Week { get; } = week;
}

public sealed class Weeks(IOptions<TimesheetOptions> options)
{
    private const int LastClosedWeek = 10;
    private const int WeeksOfAYear = 53;

    [Function("OpenHours")]
    [AllowAnonymous]
    public HttpResponseData OpenHours([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hours")] HttpRequestData request) =>
        Text(request, $"{options.Value.HoursPerWeek}");

    [Function("GetWeek")]
    [RequiredScope("access_as_user")]
    public static HttpResponseData GetWeek(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "weeks/{week}")] HttpRequestData request, int week, FunctionContext context)
    {
        if (week is < 1 or > WeeksOfAYear)
        {
            throw new ProblemException(HttpStatusCode.BadRequest, "no_such_week", "A year has no such week.")
            {
                Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["week"] = [$"From 1 to {WeeksOfAYear}."] },
            };
        }

        return week > LastClosedWeek ? Text(request, context.GetCaller().ObjectId) : throw new WeekClosedException(week);
    }

    [Function("CloseWeek")]
    public static void CloseWeek([TimerTrigger("0 0 0 * * 1")] string timer) => ArgumentException.ThrowIfNullOrEmpty(timer);

    private static HttpResponseData Text(HttpRequestData request, string text)
    {
        var response = request.CreateResponse(HttpStatusCode.OK);
        response.WriteString(text);
        return response;
    }
}
