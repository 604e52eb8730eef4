using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.DevStack;

public sealed class OrdersApiTests(DownstreamApisFixture apis) : IClassFixture<DownstreamApisFixture>
{
    [Fact]
    public async Task Everyone_sees_their_own_orders_alone()
    {
        var alices = await OrderIdsAsync(await apis.OrdersTokenAsync());
        var bobs = await OrderIdsAsync(await apis.OrdersTokenAsync(WellKnown.BobObjectId));

        Assert.NotEmpty(alices);
        Assert.NotEmpty(bobs);
        Assert.Empty(alices.Intersect(bobs, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Somebody_elses_order_is_not_found()
    {
        var bobs = (await OrderIdsAsync(await apis.OrdersTokenAsync(WellKnown.BobObjectId)))[0];

        using var answer = await apis.GetOrdersAsync(await apis.OrdersTokenAsync(), $"orders/{bobs}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_same_object_id_in_another_tenant_is_another_user()
    {
        var token = await apis.OrdersTokenAsync(change: claims =>
        {
            claims["tid"] = WellKnown.FabrikamTenantId;
            claims["iss"] = $"{apis.Stack.Emulator.Address}{WellKnown.FabrikamTenantId}/v2.0";
        });

        Assert.Empty(await OrderIdsAsync(token));
    }

    [Fact]
    public async Task A_placed_order_is_found_at_its_location()
    {
        var token = await apis.OrdersTokenAsync();
        using var placed = await PlaceAsync(token, new { product = "Teapot", quantity = 2, note = "blue" });
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);

        using var found = await apis.GetOrdersAsync(token, placed.Headers.Location!.ToString());

        var order = await found.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("Teapot", 2, "blue"), (order.GetProperty("product").GetString(), order.GetProperty("quantity").GetInt32(), order.GetProperty("note").GetString()));
    }

    [Theory]
    [InlineData("""{"quantity":1}""", "product")]
    [InlineData("""{"product":"  ","quantity":1}""", "product")]
    [InlineData("""{"product":"Teapot"}""", "quantity")]
    [InlineData("""{"product":"Teapot","quantity":0}""", "quantity")]
    [InlineData("""{"product":"Teapot","quantity":1001}""", "quantity")]
    public async Task A_bad_order_is_refused_by_the_name_of_the_field(string json, string field)
    {
        using var answer = await PlaceAsync(await apis.OrdersTokenAsync(), JsonSerializer.Deserialize<JsonElement>(json));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"product":"Teapot","quantity":"many"}""")]
    public async Task A_body_that_is_no_order_is_a_bad_request(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(apis.Stack.Orders.Address, "orders"));
        request.Headers.Authorization = new("Bearer", await apis.OrdersTokenAsync());
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await apis.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Reading_is_not_enough_to_place_an_order()
    {
        using var answer = await PlaceAsync(await apis.OrdersTokenAsync(change: claims => claims["scp"] = WellKnown.OrdersReadScope), new { product = "Teapot", quantity = 1 });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_summary_counts_everyones_orders_for_the_application()
    {
        var token = await apis.OrdersTokenAsync(change: claims =>
        {
            claims.Remove("scp");
            claims["roles"] = new[] { WellKnown.OrdersReadAllRole };
        });

        using var answer = await apis.GetOrdersAsync(token, "orders/summary");

        var summary = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(3, summary.GetProperty("users").GetInt32());
        Assert.True(summary.GetProperty("orders").GetInt32() >= 7);
    }

    [Fact]
    public async Task The_summary_is_for_no_user_whatever_their_roles()
    {
        using var answer = await apis.GetOrdersAsync(await apis.OrdersTokenAsync(change: claims => claims["roles"] = new[] { WellKnown.OrdersReadAllRole }), "orders/summary");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private Task<HttpResponseMessage> PlaceAsync(string token, object order) => apis.SendAsync(HttpMethod.Post, apis.Stack.Orders.Address, "orders", token, order);

    private async Task<string[]> OrderIdsAsync(string token)
    {
        using var answer = await apis.GetOrdersAsync(token);
        answer.EnsureSuccessStatusCode();
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(order => order.GetProperty("id").GetString()!)];
    }
}
