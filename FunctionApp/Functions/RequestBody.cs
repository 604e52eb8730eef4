using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FunctionsObo.Errors;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

internal static class RequestBody
{
    private const int MaximumBytes = 64 * 1024;

    /// <summary>Reads a small JSON object from the request.</summary>
    /// <exception cref="ProblemException">413 when it is larger than 64 KiB; 400 when it is no JSON object of this shape, naming the field if it can.</exception>
    public static async Task<T> ReadBodyAsync<T>(this HttpRequestData request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > MaximumBytes) throw RequestProblems.BodyTooLarge(MaximumBytes);
            body.Write(buffer, 0, read);
        }

        using var document = Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        try
        {
            return document.Deserialize(type) ?? throw RequestProblems.UnreadableBody();
        }
        catch (JsonException wrongType)
        {
            throw wrongType.Path is ['$', '.', .. var field]
                ? RequestProblems.InvalidFields(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = ["Not of the type that this field has."] })
                : RequestProblems.UnreadableBody();
        }
    }

    /// <summary>By itself, so that half a body is not taken for a wrong field.</summary>
    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException)
        {
            throw RequestProblems.UnreadableBody();
        }
    }
}
