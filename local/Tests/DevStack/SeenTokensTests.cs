using System.Net.Http.Json;
using System.Text.Json;
using DevStack.DownstreamApis.Seen;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.DevStack;

public sealed class SeenTokensTests(DownstreamApisFixture apis) : IClassFixture<DownstreamApisFixture>
{
    [Fact]
    public async Task Accepted_tokens_are_listed_by_their_claims_newest_first()
    {
        using var first = await apis.GetGraphAsync(await apis.GraphTokenAsync());
        using var second = await apis.GetGraphAsync(await apis.GraphTokenAsync(WellKnown.BobObjectId));

        var seen = await apis.Http.GetFromJsonAsync<JsonElement>(new Uri(apis.Stack.Graph.Address, "dev/seen"));

        Assert.Equal([WellKnown.BobObjectId, WellKnown.AliceObjectId], seen.EnumerateArray().Take(2).Select(token => token.GetProperty("oid").GetString()));
        var newest = seen[0];
        Assert.Equal(
            (WellKnown.GraphIdUri, WellKnown.ContosoTenantId, WellKnown.FunctionAppClientId, WellKnown.GraphUserReadScope),
            (newest.GetProperty("aud").GetString(), newest.GetProperty("tid").GetString(), newest.GetProperty("azp").GetString(), newest.GetProperty("scp").GetString()));
    }

    [Fact]
    public async Task Refused_tokens_are_not_listed()
    {
        var mark = Guid.NewGuid().ToString();
        using var wrongApi = await apis.GetOrdersAsync(await apis.GraphTokenAsync(change: claims => claims["uti"] = mark));
        using var wrongScope = await apis.GetOrdersAsync(await apis.OrdersTokenAsync(change: claims => (claims["uti"], claims["scp"]) = (mark, "Mail.Read")));

        Assert.DoesNotContain(apis.Stack.Orders.Seen.Newest, token => string.Equals(token.Uti, mark, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_can_be_cleared()
    {
        using var call = await apis.GetOrdersAsync(await apis.OrdersTokenAsync());
        Assert.NotEmpty(apis.Stack.Orders.Seen.Newest);

        using var cleared = await apis.Http.DeleteAsync(new Uri(apis.Stack.Orders.Address, "dev/seen"));

        Assert.Empty(apis.Stack.Orders.Seen.Newest);
    }

    [Fact]
    public void Only_so_many_are_remembered()
    {
        var seen = new SeenTokens(limit: 2);
        foreach (var uti in new[] { "1", "2", "3" })
            seen.Add(new SeenToken(null, null, null, null, null, null, [], 0, uti, default));

        Assert.Equal(["3", "2"], seen.Newest.Select(token => token.Uti));
    }
}
