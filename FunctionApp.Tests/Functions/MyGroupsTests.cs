using System.Net;
using System.Text.Json;
using FunctionsObo.Testing;
using FunctionsObo.Testing.Downstream;

namespace FunctionApp.Tests.Functions;

public sealed class MyGroupsTests
{
    private const string Groups = "me/memberOf";

    [Fact]
    public async Task All_pages_are_read()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get(Groups).Answers(Page("first", "https://graph.test/me/memberOf?$skiptoken=2"));
        app.Api("Graph").Get($"{Groups}?$skiptoken=2").Answers(Page("second", next: null));

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("me/groups");

        Assert.Equal(["first", "second"], (await response.JsonAsync()).EnumerateArray().Select(group => group.GetProperty("displayName").GetString()));
    }

    [Theory]
    [InlineData("https://orders.test/me/memberOf")]
    [InlineData("https://graph.test:444/me/memberOf")]
    [InlineData("https://graph.test/v1.0/../../dev/echo")]
    [InlineData("https://evil.example/me/memberOf")]
    [InlineData("me/memberOf")]
    public async Task A42_a_next_page_elsewhere_is_not_fetched(string next)
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(new() { Settings = { ["DownstreamApis:Graph:BaseUrl"] = "https://graph.test/v1.0/" } });
        app.Api("Graph").Get(Groups).Answers(Page("first", next));

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("me/groups");

        Assert.Equal((HttpStatusCode.BadGateway, "downstream_unreadable"), (response.StatusCode, await response.CodeAsync()));
        Assert.Single(app.Api("Graph").Requests);
    }

    [Fact]
    public async Task Pages_without_an_end_have_one()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get(Groups).Answers(Page("again", "https://graph.test/me/memberOf"));

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("me/groups");

        Assert.Equal((100, 100), ((await response.JsonAsync()).GetArrayLength(), app.Api("Graph").Requests.Count));
    }

    private static Func<ApiRequest, HttpResponseMessage> Page(string name, string? next) => _ => new HttpResponseMessage
    {
        Content = new StringContent(JsonSerializer.Serialize(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["value"] = new[] { new { id = "1", displayName = name } },
            ["@odata.nextLink"] = next,
        })),
    };
}
