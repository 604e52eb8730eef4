using System.Net;
using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

/// <summary>Calls that are for one version of a resource.</summary>
public sealed class PreconditionTests
{
    private const string Version = "\"v1\"";

    [Fact]
    public async Task A_read_of_what_the_caller_has_already_is_not_modified_and_has_no_body()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.NotModified, "", ("ETag", Version));

        using var response = await SendAsync(api, HttpMethod.Get, Precondition.IsNotVersion(Version));

        Assert.Equal((HttpStatusCode.NotModified, true, Version), (response.Status, response.IsNotModified, response.ETag));
        Assert.Equal(0, await response.Body.ReadAsync(new byte[1]));
        Assert.Equal([Version], api.Seen[0].Headers.GetValues("If-None-Match"));
        Assert.False(api.Seen[0].Headers.Contains("If-Match"));
    }

    [Fact]
    public async Task Another_version_is_read_with_its_tag_for_the_next_time()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.OK, "{}", ("ETag", "W/\"v2\""));

        using var response = await SendAsync(api, HttpMethod.Get, Precondition.IsNotVersion(Version));

        Assert.Equal((HttpStatusCode.OK, false, "W/\"v2\""), (response.Status, response.IsNotModified, response.ETag));
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("GET", "If-Match")]
    [InlineData("PUT", "If-None-Match")]
    public async Task Not_modified_is_a_failure_of_the_api_for_whoever_did_not_ask(string method, string? header)
    {
        var api = new ScriptedApi().Then(HttpStatusCode.NotModified);
        var precondition = header switch
        {
            null => null,
            "If-Match" => Precondition.IsVersion(Version),
            _ => Precondition.IsNotVersion(Version),
        };

        var failure = await Assert.ThrowsAsync<DownstreamException>(() => precondition is null
            ? api.Api.SendAsync(new HttpMethod(method), "orders/1", CallAs.App, null, CancellationToken.None)
            : SendAsync(api, new HttpMethod(method), precondition));

        Assert.Equal((HttpStatusCode.BadGateway, HttpStatusCode.NotModified), (failure.Status, failure.ResponseStatus));
    }

    [Fact]
    public async Task Every_write_can_be_for_one_version()
    {
        var api = new ScriptedApi();
        var order = new NewOrder("Lamp", 2, null);
        var (body, answer, version) = (OrdersJson.Default.NewOrder, OrdersJson.Default.OrderTotals, Precondition.IsVersion("W/\"v1\""));

        await api.Api.PutAsync("a", order, CallAs.App, version, body, answer, CancellationToken.None);
        await api.Api.PatchAsync("b", order, CallAs.App, version, body, answer, CancellationToken.None);
        await api.Api.DeleteAsync("c", CallAs.App, version, CancellationToken.None);
        using var sent = await SendAsync(api, HttpMethod.Put, version);

        Assert.Equal(["PUT", "PATCH", "DELETE", "PUT"], api.Seen.Select(request => request.Method.Method));
        Assert.All(api.Seen, request => Assert.Equal(["W/\"v1\""], request.Headers.GetValues("If-Match")));
    }

    [Fact]
    public async Task Whether_there_is_any_version_can_be_asked_for_too()
    {
        var api = new ScriptedApi();

        using var created = await SendAsync(api, HttpMethod.Put, Precondition.IsAbsent);
        using var replaced = await SendAsync(api, HttpMethod.Put, Precondition.IsPresent);

        Assert.Equal("*", api.Seen[0].Headers.GetValues("If-None-Match").Single());
        Assert.Equal("*", api.Seen[1].Headers.GetValues("If-Match").Single());
    }

    [Fact]
    public async Task A_write_for_a_version_that_is_gone_is_412_and_its_own_problem()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.PreconditionFailed);

        var failure = await Assert.ThrowsAsync<DownstreamException>(() => api.Api.DeleteAsync("orders/1", CallAs.App, Precondition.IsVersion(Version), CancellationToken.None));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "precondition_failed"), (failure.Status, failure.Code));
    }

    /// <summary>The first may have been done: the second would be told that somebody has changed what we changed.</summary>
    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_write_for_one_version_is_sent_once(string method)
    {
        var api = new ScriptedApi(options => options.Retry.Delay = TimeSpan.Zero).Then(HttpStatusCode.BadGateway);

        await Assert.ThrowsAsync<DownstreamException>(() => SendAsync(api, new HttpMethod(method), Precondition.IsVersion(Version)));

        Assert.Single(api.Seen);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_read_for_a_version_is_tried_again(string method)
    {
        var api = new ScriptedApi(options => options.Retry.Delay = TimeSpan.Zero).Then(HttpStatusCode.BadGateway);

        using var response = await SendAsync(api, new HttpMethod(method), Precondition.IsNotVersion(Version));

        Assert.Equal(2, api.Seen.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("*")]
    [InlineData("\"v1")]
    [InlineData("\"v1\", \"v2\"")]
    [InlineData("\"v1\"\r\nX-Evil: 1")]
    public void What_is_no_entity_tag_is_the_clients_mistake(string etag)
    {
        var problem = Assert.Throws<ProblemException>(() => Precondition.IsVersion(etag));
        Assert.Equal((HttpStatusCode.BadRequest, "unusable_etag"), (problem.Status, problem.Code));
        Assert.Throws<ProblemException>(() => Precondition.IsNotVersion(etag));
    }

    private static Task<DownstreamResponse> SendAsync(ScriptedApi api, HttpMethod method, Precondition precondition) =>
        api.Api.SendAsync(method, "orders/1", CallAs.App, null, precondition, CancellationToken.None);
}
