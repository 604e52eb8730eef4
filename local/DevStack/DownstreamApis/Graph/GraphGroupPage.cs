using System.Globalization;
using System.Text.Json.Serialization;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;

namespace DevStack.DownstreamApis.Graph;

/// <summary>
/// One page of <c>GET /me/memberOf</c>. While there is more, <c>@odata.nextLink</c> is the absolute address of the next page
/// (https://learn.microsoft.com/graph/paging); <c>$top</c> is the page's size, 1 to 999, 100 unless given.
/// </summary>
internal sealed record GraphGroupPage(
    [property: JsonPropertyName("@odata.context")] string Context,
    [property: JsonPropertyName("@odata.nextLink"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink,
    IReadOnlyList<GraphGroup> Value)
{
    public static GraphGroupPage From(IReadOnlyList<Group> groups, HttpRequest request)
    {
        var size = Math.Clamp(NumberOf(request, "$top") ?? 100, 1, 999);
        var from = Math.Max(0, NumberOf(request, "$skiptoken") ?? 0);
        var next = from + size < groups.Count
            ? $"{request.Scheme}://{request.Host}{request.Path}?$top={size}&$skiptoken={from + size}"
            : null;
        return new GraphGroupPage(
            "https://graph.microsoft.com/v1.0/$metadata#directoryObjects", next, [.. groups.Skip(from).Take(size).Select(GraphGroup.From)]);
    }

    private static int? NumberOf(HttpRequest request, string parameter) =>
        int.TryParse(request.Query[parameter], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
