using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace DevStack.DownstreamApis.Faults;

/// <summary><c>/dev/faults</c>: <c>POST</c> takes one fault or an array of them, <c>GET</c> lists those to come.</summary>
internal static class FaultEndpoint
{
    private static readonly JsonSerializerOptions WithoutDefaults = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    public static IResult Pending(FaultScript script) => Results.Json(script.Pending, WithoutDefaults);

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
            return Pending(script);
        }
        catch (JsonException failure)
        {
            return Refusal(failure.Message);
        }
    }

    private static IResult Refusal(string reason) =>
        Results.Problem(reason, statusCode: StatusCodes.Status400BadRequest, title: "These faults cannot be scripted");
}
