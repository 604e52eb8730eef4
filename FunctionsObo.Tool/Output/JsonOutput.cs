using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsObo.Tool.Output;

/// <summary>The form of <c>--output json</c>: one object, names in camel case, enums as words, nothing that is null.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write<T>(TextWriter to, T result) => to.WriteLine(JsonSerializer.Serialize(result, Form));
}
