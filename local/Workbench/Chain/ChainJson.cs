using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workbench.Chain;

/// <summary>How a chain is written for the page.</summary>
internal static class ChainJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
