using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace DevHost.DownstreamApis.Graph;

/// <summary>
/// One page of <c>GET /me/memberOf</c>. While there is more, <c>@odata.nextLink</c> is the absolute address of the next page
/// (https://learn.microsoft.com/graph/paging); <c>$top</c> is the page's size, 1 to 999, 100 unless given.
/// </summary>
internal sealed record GraphGroupPage(
    [property: JsonPropertyName("@odata.context")] string Context,
    [property: JsonPropertyName("@odata.nextLink"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink,
    IReadOnlyList<GraphGroup> Value)
{
    public static GraphGroupPage From(Person person, HttpRequest request)
    {
        var size = Math.Clamp(NumberOf(request, "$top") ?? 100, 1, 999);
        var from = Math.Max(0, NumberOf(request, "$skiptoken") ?? 0);
        var next = from + size < person.Groups.Count
            ? $"{request.Scheme}://{request.Host}{request.Path}?$top={size}&$skiptoken={from + size}"
            : null;
        return new GraphGroupPage(
            "https://graph.microsoft.com/v1.0/$metadata#directoryObjects", next, [.. person.Groups.Skip(from).Take(size).Select(name => GraphGroup.Named(name, person))]);
    }

    private static int? NumberOf(HttpRequest request, string parameter) =>
        int.TryParse(request.Query[parameter], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

internal sealed record GraphGroup(
    [property: JsonPropertyName("@odata.type")] string Type, Guid Id, string DisplayName, string? Description, string? Mail, bool MailEnabled, bool SecurityEnabled)
{
    /// <summary>The id follows from tenant and name, so that members of one group agree on it.</summary>
    public static GraphGroup Named(string name, Person member) => new(
        "#microsoft.graph.group", new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{member.TenantId}/{name}")).AsSpan(0, 16)), name, null, null, false, true);
}
