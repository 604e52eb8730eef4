using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsHost.Rpc;

namespace FunctionsHost.Http;

/// <summary>What a function answered, ready to be sent.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">As the worker gave them; several values of a name are one, joined.</param>
/// <param name="Cookies">Those of the answer's cookie collection.</param>
/// <param name="Body">The body; empty for none.</param>
internal sealed record Answer(int Status, IReadOnlyCollection<KeyValuePair<string, string>> Headers, IReadOnlyList<RpcHttpCookie> Cookies, ReadOnlyMemory<byte> Body)
{
    private const string PlainText = "text/plain; charset=utf-8";

    private static readonly JsonSerializerOptions Printed = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads the result of an invocation: the output of that name, or what the function returned.</summary>
    public static Answer Of(InvocationResponse response, string? httpOutput)
    {
        var data = response.OutputData.FirstOrDefault(output => output.Name == httpOutput)?.Data ?? response.ReturnValue;
        return data?.DataCase switch
        {
            null or TypedData.DataOneofCase.None => new Answer(204, [], [], default),
            TypedData.DataOneofCase.Http => OfResponse(data.Http),
            TypedData.DataOneofCase.Bytes => new Answer(200, [], [], data.Bytes.Memory),
            TypedData.DataOneofCase.Stream => new Answer(200, [], [], data.Stream.Memory),
            TypedData.DataOneofCase.String => OfText(data.String),
            TypedData.DataOneofCase.Json => OfText(data.Json),
            TypedData.DataOneofCase.Int => Plain(data.Int.ToString(CultureInfo.InvariantCulture)),
            _ => Plain(data.Double.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static Answer OfResponse(RpcHttp http) => new(
        int.TryParse(http.StatusCode, NumberStyles.Integer, CultureInfo.InvariantCulture, out var status) ? status : 200,
        http.Headers,
        http.Cookies,
        http.Body switch
        {
            { DataCase: TypedData.DataOneofCase.Bytes } body => body.Bytes.Memory,
            { DataCase: TypedData.DataOneofCase.Stream } body => body.Stream.Memory,
            { DataCase: TypedData.DataOneofCase.String } body => System.Text.Encoding.UTF8.GetBytes(body.String),
            { DataCase: TypedData.DataOneofCase.Json } body => System.Text.Encoding.UTF8.GetBytes(body.Json),
            _ => default,
        });

    /// <summary>JSON that is a text, an object or a number is printed; an object with a member "body" describes the whole response.</summary>
    private static Answer OfText(string text)
    {
        try
        {
            return JsonNode.Parse(text) switch
            {
                JsonObject description when Member(description, "body") is { } body => Described(description, body.Value),
                JsonValue value when value.TryGetValue<string>(out var inner) => Plain(inner),
                JsonNode node => Plain(node.ToJsonString(Printed)),
                _ => Plain(""),
            };
        }
        catch (JsonException)
        {
            return Plain(text);
        }
    }

    private static Answer Described(JsonObject description, JsonNode? body)
    {
        var headers = Member(description, "headers")?.Value is JsonObject given
            ? given.Select(header => KeyValuePair.Create(header.Key, header.Value?.ToString() ?? "")).ToList()
            : [];
        var status = (Member(description, "statusCode") ?? Member(description, "status"))?.Value?.ToString();
        var content = Plain(body is JsonValue value && value.TryGetValue<string>(out var text) ? text : body?.ToJsonString(Printed) ?? "");
        return content with
        {
            Status = int.TryParse(status, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 200,
            Headers = headers.Exists(header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)) ? headers : [.. content.Headers, .. headers],
        };
    }

    private static KeyValuePair<string, JsonNode?>? Member(JsonObject json, string name)
    {
        foreach (var member in json)
        {
            if (member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) return member;
        }

        return null;
    }

    private static Answer Plain(string text) => new(200, [KeyValuePair.Create("Content-Type", PlainText)], [], System.Text.Encoding.UTF8.GetBytes(text));
}
