using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DevHost.DownstreamApis.Faults;

/// <summary><c>POST /dev/faults</c>: one fault or an array of them.</summary>
internal static class FaultEndpoint
{
    public static async Task<IResult> AddAsync(HttpRequest request, FaultScript script)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            IEnumerable<JsonElement> given = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray() : [json.RootElement];
            var faults = given.Select(fault => fault.Deserialize<DownstreamFault>(JsonSerializerOptions.Web)).ToList();
            if (faults.Select(FaultRules.ProblemWith).FirstOrDefault(problem => problem is not null) is { } problem)
                return Refusal(problem);
            script.Add(faults!);
            return Results.Ok(script.Pending);
        }
        catch (JsonException failure)
        {
            return Refusal(failure.Message);
        }
    }

    private static IResult Refusal(string reason) =>
        Results.Problem(reason, statusCode: StatusCodes.Status400BadRequest, title: "These faults cannot be scripted");
}
