using System.Net;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using TestSupport;

namespace FunctionsObo.Tests.EndToEnd;

public sealed class ChainTests
{
    [Theory]
    [InlineData("alice", WellKnown.AliceObjectId, "Alice Anderson")]
    [InlineData("bob", WellKnown.BobObjectId, null)]
    public async Task Me_answers_with_the_profile_of_the_user_in_the_token(string user, string objectId, string? name)
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.GetAsync("me", user);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(objectId, reply.Json.GetProperty("id").GetString());
        if (name is not null) Assert.Equal(name, reply.Json.GetProperty("displayName").GetString());
        var seen = Assert.Single(stack.Local.Graph.Seen.Newest);
        Assert.Equal(
            (WellKnown.GraphIdUri, objectId, WellKnown.ContosoTenantId, WellKnown.FunctionAppClientId, "User.Read"),
            (seen.Aud, seen.Oid, seen.Tid, seen.Azp, seen.Scp));
    }

    [Fact]
    public async Task Ten_calls_of_one_user_make_one_exchange_per_downstream_api()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.IssueAccessToken("alice");

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
            Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "orders", token)).Status);
            Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "overview", token)).Status);
        }

        var exchanges = stack.Emulator.Stats.Snapshot().OnBehalfOf["alice"];
        Assert.Equal((1, 1), (exchanges["graph"], exchanges["orders"]));
    }

    [Fact]
    public async Task Each_user_gets_their_own_orders_and_nobody_elses()
    {
        await using var stack = await Stack.StartAsync();

        var alices = await stack.GetAsync("orders", "alice");
        var id = alices.Json[0].GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync($"orders/{id}", "alice")).Status);
        var bobs = await stack.GetAsync($"orders/{id}", "bob");
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (bobs.Status, bobs.Code));
    }

    [Fact]
    public async Task Overview_has_what_both_downstream_apis_say()
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.GetAsync("overview", "alice");

        Assert.Equal(WellKnown.AliceObjectId, reply.Json.GetProperty("profile").GetProperty("id").GetString());
        Assert.NotEqual(0, reply.Json.GetProperty("orders").GetArrayLength());
        Assert.Equal(WellKnown.OrdersAppId, Assert.Single(stack.Local.Orders.Seen.Newest).Aud);
    }

    [Fact]
    public async Task Who_am_i_says_what_the_token_says_without_an_exchange()
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.GetAsync("whoami", "bob");

        Assert.Equal(WellKnown.BobObjectId, reply.Json.GetProperty("objectId").GetString());
        Assert.Equal("access_as_user", reply.Json.GetProperty("scopes")[0].GetString());
        Assert.Empty(stack.Emulator.Stats.Snapshot().OnBehalfOf);
    }

    [Fact]
    public async Task An_order_that_was_placed_is_in_the_list()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.IssueAccessToken("alice");

        var placed = await stack.SendAsync(HttpMethod.Post, "orders", token, """{"product":"Lamp","quantity":2}""");
        var list = await stack.SendAsync(HttpMethod.Get, "orders", token);

        Assert.Equal(HttpStatusCode.Created, placed.Status);
        var id = placed.Json.GetProperty("id").GetString();
        Assert.Contains(list.Json.EnumerateArray(), order => order.GetProperty("id").GetString() == id);
    }
}
