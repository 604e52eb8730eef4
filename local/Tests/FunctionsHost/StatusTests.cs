using System.Net;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Local.Tests.FunctionsHost;

public class StatusTests
{
    [Theory]
    [InlineData(-1, 500)]
    [InlineData(0, 500)]
    [InlineData(99, 500)]
    [InlineData(100, 500)]
    [InlineData(101, 500)]
    [InlineData(204, 204)]
    [InlineData(299, 299)]
    [InlineData(599, 599)]
    [InlineData(999, 999)]
    [InlineData(1000, 500)]
    public async Task Status_that_http_does_not_know_is_500(int status, int expected)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal(expected, (int)(await app.Client.GetAsync($"/api/status/{status}")).StatusCode);
        Assert.Equal(200, (int)(await app.Client.GetAsync("/api/status/200")).StatusCode);
    }

    [Fact]
    public async Task Status_without_a_body_drops_what_was_written()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.GetAsync("/api/notmodified");

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    internal sealed class Functions
    {
        [Function("Status")]
        public HttpResponseData Status([HttpTrigger(Route = "status/{status}")] HttpRequestData request, int status) =>
            request.CreateResponse((HttpStatusCode)status);

        [Function("NotModified")]
        public HttpResponseData NotModified([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse(HttpStatusCode.NotModified);
            response.WriteString("nobody reads this");
            return response;
        }
    }
}
