using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Dev;

/// <summary>JSON of the developer endpoints: unknown members are errors, so that a typing mistake doesn't make a fault that never comes.</summary>
internal static class DevJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JsonAnswers.Compact.Encoder,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <exception cref="DevRequestException">The body is no JSON.</exception>
    public static async Task<JsonNode> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) ?? throw new DevRequestException("The body is null, it should be a JSON object.");
        }
        catch (JsonException e)
        {
            throw new DevRequestException($"The body is no JSON: {e.Message}");
        }
    }

    /// <exception cref="DevRequestException">A member is unknown or of the wrong kind.</exception>
    public static T To<T>(this JsonNode json)
    {
        try
        {
            return json.Deserialize<T>(Options) ?? throw new DevRequestException("The body should be a JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DevRequestException($"{e.Message} Known members: {string.Join(", ", typeof(T).GetProperties().Select(one => JsonNamingPolicy.CamelCase.ConvertName(one.Name)))}.");
        }
    }
}
