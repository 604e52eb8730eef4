using System.Net;
using DevStack.DownstreamApis.Faults;
using FunctionApp.Clients.Graph;
using FunctionApp.Functions;
using TestSupport;

namespace FunctionsObo.Tests.EndToEnd;

/// <summary>An answer of many pages, from the Graph of the local stack.</summary>
public sealed class GroupPagesTests
{
    [Fact]
    public async Task The_callers_groups_are_listed()
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.GetAsync("me/groups", "alice");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(
            ["Everyone", "Buyer team", "First aid", "Book club", "Summer party"],
            reply.Json.EnumerateArray().Select(group => group.GetProperty("displayName").GetString()));
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        await using var stack = await Stack.StartAsync();
        var next = $"{stack.Local.Graph.Address}graph/v1.0/me/memberOf?$top=2&$skiptoken=3";
        stack.Local.Graph.Faults.Add(new DownstreamFault { Body = Page("first", next) });

        var reply = await stack.GetAsync("me/groups", "alice");

        Assert.Equal(
            ["first", "Book club", "Summer party"],
            reply.Json.EnumerateArray().Select(group => group.GetProperty("displayName").GetString()));
    }

    [Fact]
    public async Task A42_a_next_page_elsewhere_is_not_fetched()
    {
        await using var stack = await Stack.StartAsync();
        string[] elsewhere =
        [
            $"{stack.Local.Orders.Address}graph/v1.0/me/memberOf", $"{stack.Local.Graph.Address}dev/echo", $"{stack.Local.Graph.Address}graph/v1.0/../../dev/echo",
            "https://evil.example/graph/v1.0/me", "me/memberOf",
        ];
        foreach (var next in elsewhere)
        {
            stack.Local.Graph.Seen.Clear();
            stack.Local.Graph.Faults.Add(new DownstreamFault { Body = Page("first", next) });

            var reply = await stack.GetAsync("me/groups", "alice");

            Assert.Equal((HttpStatusCode.BadGateway, "downstream_unreadable"), (reply.Status, reply.Code));
            Assert.Single(stack.Local.Graph.Seen.Newest);
            Assert.Empty(stack.Local.Orders.Seen.Newest);
        }
    }

    [Fact]
    public async Task Who_wants_one_page_fetches_one()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.OK, Page("first", ScriptedApi.BaseUrl + "me/memberOf"));

        await new GraphClient(api.Api).ListGroupsAsync(ScriptedApi.Alice, CancellationToken.None).FirstAsync();

        Assert.Single(api.Seen);
    }

    private static string Page(string name, string next) =>
        $$"""{"value":[{"id":"1","displayName":"{{name}}"}],"@odata.nextLink":"{{next}}"}""";
}
