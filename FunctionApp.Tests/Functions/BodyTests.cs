using System.Net;
using TestSupport;

namespace FunctionApp.Tests.Functions;

public sealed class BodyTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack _stack = fixture.Stack;

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
        var reply = await PostAsync(body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json", "invalid_fields"), (reply.Status, reply.ContentType, reply.Code));
        Assert.Equal(field, Assert.Single(reply.Json.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"product":"Lamp","quantity":1""")]
    [InlineData("product=Lamp")]
    public async Task A_body_that_is_no_json_object_is_refused(string body)
    {
        var reply = await PostAsync(body);

        Assert.Equal((HttpStatusCode.BadRequest, "unreadable_body"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var reply = await PostAsync($$"""{"product":"Lamp","quantity":1,"note":"{{new string('x', 70_000)}}"}""");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (reply.Status, reply.Code));
    }

    private Task<Reply> PostAsync(string body) =>
        _stack.SendAsync(HttpMethod.Post, "orders", _stack.Emulator.IssueAccessToken("alice"), body);
}
