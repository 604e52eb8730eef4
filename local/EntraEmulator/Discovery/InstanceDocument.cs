using System.Text.Json.Nodes;
using EntraEmulator.Hosting;

namespace EntraEmulator.Discovery;

/// <summary>What instance discovery answers: this host is an authority of its own cloud.</summary>
internal static class InstanceDocument
{
    public static JsonObject Create(EmulatorUrls urls) => new()
    {
        ["tenant_discovery_endpoint"] = urls.Metadata("common"),
        ["api-version"] = "1.1",
        ["metadata"] = new JsonArray(new JsonObject
        {
            ["preferred_network"] = urls.Address.Authority,
            ["preferred_cache"] = urls.Address.Authority,
            ["aliases"] = new JsonArray(urls.Address.Authority),
        }),
    };
}
