using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TestSupport;

namespace Local.Tests.DevStack;

public sealed class GraphApiTests(DownstreamApisFixture apis) : IClassFixture<DownstreamApisFixture>
{
    [Fact]
    public async Task Me_has_the_properties_that_Graph_sends_by_default()
    {
        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync());

        var me = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            ["@odata.context", "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname", "userPrincipalName", "id"],
            me.EnumerateObject().Select(property => property.Name));
        Assert.Equal("alice@contoso.example", me.GetProperty("mail").GetString());
    }

    [Fact]
    public async Task Next_links_lead_through_every_group_once()
    {
        var token = await apis.GraphTokenAsync();
        var (ids, pages) = (new List<string>(), 0);
        for (var next = "graph/v1.0/me/memberOf?$top=2"; next is not null; pages++)
        {
            using var answer = await apis.GetGraphAsync(token, next);
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>();
            ids.AddRange(page.GetProperty("value").EnumerateArray().Select(group => group.GetProperty("id").GetString()!));
            next = page.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
            Assert.True(next is null || next.StartsWith(apis.Stack.Graph.Address.ToString(), StringComparison.Ordinal));
        }

        Assert.Equal((5, 3), (ids.Distinct(StringComparer.Ordinal).Count(), pages));
    }

    [Fact]
    public async Task A_user_whom_the_directory_lacks_is_not_found_in_Graphs_words()
    {
        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync("dead0000-0000-4000-8000-000000000001"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal("Request_ResourceNotFound", error.GetProperty("code").GetString());
        Assert.True(error.GetProperty("innerError").TryGetProperty("request-id", out _));
    }

    [Fact]
    public async Task An_unknown_path_is_refused_in_Graphs_shape()
    {
        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync(), "graph/v1.0/us");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("error", out _));
    }
}
