using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using EntraEmulator.Tenants;

namespace DevStack.DownstreamApis.Graph;

/// <summary>A group in the answer of <c>GET /me/memberOf</c>.</summary>
internal sealed record GraphGroup(
    [property: JsonPropertyName("@odata.type")] string Type, Guid Id, string DisplayName, string? Description, string? Mail, bool MailEnabled, bool SecurityEnabled)
{
    /// <summary>Five for each user, so that there is something to page through; one of them by job.</summary>
    public static IReadOnlyList<GraphGroup> Of(User user) =>
        [.. new[] { "Everyone", $"{user.JobTitle} team", "First aid", "Book club", "Summer party" }.Select(name => Named(name, user.TenantId))];

    /// <summary>The id follows from tenant and name, so that members of one group agree on it.</summary>
    private static GraphGroup Named(string name, string tenant) => new(
        "#microsoft.graph.group", new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}/{name}")).AsSpan(0, 16)), name, null, null, false, true);
}
