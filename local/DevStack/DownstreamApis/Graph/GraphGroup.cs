using System.Text.Json.Serialization;
using EntraEmulator.Tenants;

namespace DevStack.DownstreamApis.Graph;

/// <summary>A group in the answer of <c>GET /me/memberOf</c>.</summary>
internal sealed record GraphGroup(
    [property: JsonPropertyName("@odata.type")] string Type, Guid Id, string DisplayName, string? Description, string? Mail, bool MailEnabled, bool SecurityEnabled)
{
    public static GraphGroup From(Group group) => new("#microsoft.graph.group", group.Id, group.Name, null, null, false, true);
}
