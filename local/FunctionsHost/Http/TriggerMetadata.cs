using System.Globalization;
using System.Text.Json;
using FunctionsHost.Rpc;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Http;

/// <summary>
/// The values that a worker binds a function's parameters to by name: properties of a JSON body, then query parameters, then route
/// values, a later one in the place of an earlier one, whatever the case. Whoever calls chooses all but the last.
/// </summary>
internal static class TriggerMetadata
{
    public static void Add(MapField<string, TypedData> metadata, HttpRequest request, ByteString? body)
    {
        var data = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        if (body is not null) AddProperties(data, body);

        var query = request.Query.ToDictionary(parameter => parameter.Key, parameter => parameter.Value[^1] ?? "", StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in query)
        {
            // The function key of a protected function is the host's business.
            if (!name.Equals("code", StringComparison.OrdinalIgnoreCase)) data[name] = new TypedData { String = value };
        }

        foreach (var (name, value) in request.RouteValues)
        {
            data.Remove(name);
            if (value?.ToString() is { } text) data[name] = new TypedData { String = text };
        }

        data.TryAdd("Query", new TypedData { Json = JsonSerializer.Serialize(query) });
        data.TryAdd("Headers", new TypedData { Json = JsonSerializer.Serialize(request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)) });
        foreach (var (name, value) in data) metadata[name] = value;
    }

    private static void AddProperties(Dictionary<string, TypedData> data, ByteString body)
    {
        if (!LooksLikeAnObject(body.Span)) return;
        try
        {
            using var document = JsonDocument.Parse(body.Memory);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (Value(property.Value) is { } value) data[property.Name] = value;
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // It only looked like one, or holds what is no text (half a surrogate pair): there are no more values in it.
        }
    }

    private static TypedData? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new TypedData { Json = value.GetRawText() },
        JsonValueKind.String => new TypedData { String = value.GetString() },
        JsonValueKind.True or JsonValueKind.False => new TypedData { String = value.GetBoolean().ToString(CultureInfo.InvariantCulture) },
        JsonValueKind.Number => new TypedData { String = value.GetRawText() },
        _ => null,
    };

    private static bool LooksLikeAnObject(ReadOnlySpan<byte> body)
    {
        var text = body.Trim(" \t\r\n"u8);
        return text.Length > 1 && text[0] == '{' && text[^1] == '}';
    }
}
