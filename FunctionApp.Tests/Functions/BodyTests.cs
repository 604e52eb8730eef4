using System.Net;
using System.Net.Http.Headers;
using FunctionsObo.Testing;

namespace FunctionApp.Tests.Functions;

public sealed class BodyTests
{
    [Fact]
    public async Task An_order_is_placed_for_the_user()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Orders").Post("orders").Answers(HttpStatusCode.Created, new { id = "1", product = "Lamp", quantity = 2, placedAt = app.Time.GetUtcNow() });

        var response = await PostAsync(app, """{"product":"Lamp","quantity":2}""");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var placed = Assert.Single(app.Api("Orders").Requests);
        Assert.Equal(("alice", 2), (placed.User, placed.Json.GetProperty("quantity").GetInt32()));
    }

    [Theory]
    [InlineData("""{"quantity":1}""", "product")]
    [InlineData("""{"product":"","quantity":1}""", "product")]
    [InlineData("""{"product":"Lamp"}""", "quantity")]
    [InlineData("""{"product":"Lamp","quantity":0}""", "quantity")]
    [InlineData("""{"product":"Lamp","quantity":"two"}""", "quantity")]
    [InlineData("""{"product":"Lamp","quantity":1.5}""", "quantity")]
    [InlineData("""{"product":7,"quantity":1}""", "product")]
    public async Task A_body_with_a_bad_field_is_refused_and_the_field_is_named(string body, string field)
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await PostAsync(app, body);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_fields"), (response.StatusCode, await response.CodeAsync()));
        Assert.Equal(field, Assert.Single((await response.JsonAsync()).GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"product":"Lamp","quantity":1""")]
    [InlineData("product=Lamp")]
    public async Task A_body_that_is_no_json_object_is_refused(string body)
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await PostAsync(app, body);

        Assert.Equal((HttpStatusCode.BadRequest, "unreadable_body"), (response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await PostAsync(app, $$"""{"product":"Lamp","quantity":1,"note":"{{new string('x', 70_000)}}"}""");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (response.StatusCode, await response.CodeAsync()));
    }

    private static Task<HttpResponseMessage> PostAsync(TestApp app, string json) =>
        app.ClientFor("alice", "access_as_user").PostAsync("orders", new StringContent(json, new MediaTypeHeaderValue("application/json")));
}
