using System.Text.Json.Serialization;

namespace FunctionApp.Clients.Graph;

/// <summary>
/// A group, role or unit that a user is a member of (https://learn.microsoft.com/graph/api/user-list-memberof). Without the
/// permission to read groups, Graph gives the id alone.
/// </summary>
public sealed record GraphGroup(string Id, string? DisplayName, string? Description);

/// <summary>One page of groups (https://learn.microsoft.com/graph/paging).</summary>
internal sealed record GraphGroupPage(
    IReadOnlyList<GraphGroup> Value, [property: JsonPropertyName("@odata.nextLink")] string? NextLink);
