using System.Net;
using FunctionsObo.Testing;
using FunctionsObo.Testing.Downstream;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Tests.Testing;

public sealed class ScriptTests
{
    [Fact]
    public async Task A_request_that_nobody_scripted_fails_the_test_and_names_the_nearest_script()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Orders").Get("orders/summary").Answers(new { users = 1 });
        app.Api("Orders").Get("orders/8").For("bob").Answers(new { id = "8" });

        var error = await Assert.ThrowsAsync<UnscriptedRequestException>(() => app.ClientFor("alice", "access_as_user").GetAsync("orders/7"));

        Assert.Equal(
            """
            No answer of Orders is scripted for this request:
              GET orders/7 of alice (scopes access_as_user)
            The nearest script is:
              GET orders/8 of bob
            Script it before the call: app.Api("Orders").On("GET", "orders/7").Answers(…);
            """,
            error.Message);
        Assert.Single(app.Api("Orders").Requests);
    }

    [Fact]
    public async Task Without_any_script_the_message_says_so()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var error = await Assert.ThrowsAsync<UnscriptedRequestException>(() => app.ClientFor("alice", "access_as_user").GetAsync("me"));

        Assert.Contains("Nothing is scripted for Graph.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_no_call_was_told_of_fails_the_test_at_its_end()
    {
        var app = await ProtectedFunctions.StartAsync<Program>();
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("Graph");
        client.BaseAddress = new Uri("https://graph.test/");
        await Assert.ThrowsAsync<UnscriptedRequestException>(() => client.GetAsync("me"));

        var error = await Assert.ThrowsAsync<UnscriptedRequestException>(() => app.DisposeAsync().AsTask());

        Assert.Equal("Graph was asked for GET me, and it came without a bearer token.", error.Message);
    }

    [Fact]
    public async Task A_script_is_for_its_method_path_and_query()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        var api = app.Api("Graph");
        api.Get("me").Answers(HttpStatusCode.OK);
        api.Get("me?$select=id").Answers(HttpStatusCode.Accepted);
        api.Post("me").Answers(HttpStatusCode.Created);

        Assert.Equal(HttpStatusCode.OK, Take(api, "GET", "me"));
        Assert.Equal(HttpStatusCode.OK, Take(api, "GET", "me?$select=name"));
        Assert.Equal(HttpStatusCode.Accepted, Take(api, "GET", "me?%24select=id"));
        Assert.Equal(HttpStatusCode.Created, Take(api, "POST", "/me"));
        Assert.Null(Take(api, "PUT", "me"));
        Assert.Null(Take(api, "GET", "me/photo"));
    }

    [Fact]
    public async Task Counted_scripts_come_in_order_and_then_the_newest_without_a_count()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        var api = app.Api("Graph");
        api.Get("me").Answers(HttpStatusCode.OK);
        api.Get("me").Times(2).Answers(HttpStatusCode.BadGateway);
        api.Get("me").Times(1).Answers(HttpStatusCode.NotFound);
        api.Get("me").Answers(HttpStatusCode.Accepted);

        var answers = Enumerable.Range(0, 5).Select(_ => Take(api, "GET", "me")).ToList();

        Assert.Equal([HttpStatusCode.BadGateway, HttpStatusCode.BadGateway, HttpStatusCode.NotFound, HttpStatusCode.Accepted, HttpStatusCode.Accepted], answers);
    }

    [Fact]
    public async Task A_script_for_a_user_comes_before_one_for_everybody()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        var api = app.Api("Graph");
        api.Get("me").For("alice").Answers(HttpStatusCode.Accepted);
        api.Get("me").Answers(HttpStatusCode.OK);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (Take(api, "GET", "me", "alice"), Take(api, "GET", "me", "bob")));
    }

    [Fact]
    public async Task A_script_for_an_unknown_user_or_api_is_an_error()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var user = Assert.Throws<ArgumentException>(() => app.Api("Graph").Get("me").For("nobody"));
        var api = Assert.Throws<ArgumentException>(() => app.Api("Mail"));

        Assert.StartsWith("There is no user 'nobody'. Known: alice, bob, carol.", user.Message, StringComparison.Ordinal);
        Assert.StartsWith("The app has no API 'Mail'. It has: Graph, Orders.", api.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_fails_is_a_downstream_failure()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(new() { Settings = { ["DownstreamApis:Graph:Retry:MaxRetryAttempts"] = "0" } });
        app.Api("Graph").Get("me").Fails();

        Assert.Equal(HttpStatusCode.BadGateway, (await app.ClientFor("alice", "access_as_user").GetAsync("me")).StatusCode);
    }

    [Fact]
    public async Task A_request_that_arrived_says_who_asked_for_what()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Orders").Post("orders").Answers(HttpStatusCode.Created, new { id = "1", product = "Lamp", quantity = 2, placedAt = app.Time.GetUtcNow() });
        using var body = new StringContent("""{"product":"Lamp","quantity":2}""", System.Text.Encoding.UTF8, "application/json");

        await app.ClientFor("alice", "access_as_user").PostAsync("orders", body);

        var request = Assert.Single(app.Api("Orders").Requests);
        Assert.Equal(("POST", "orders", "alice"), (request.Method, request.Path, request.User));
        Assert.Equal("Lamp", request.Json.GetProperty("product").GetString());
        Assert.StartsWith("application/json", request.Headers["content-type"], StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.NotEmpty(request.Scopes);
        Assert.Empty(request.Roles);
    }

    private static HttpStatusCode? Take(TestApi api, string method, string path, string? user = null)
    {
        var request = new ApiRequest
        {
            Method = method,
            Path = path.TrimStart('/'),
            User = user,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal),
            Body = "",
            ObjectId = "",
            TenantId = "",
            ClientId = "",
            Scopes = [],
            Roles = [],
        };
        using var response = api.Scripts.Take(request)?.Answer(request);
        return response?.StatusCode;
    }
}
