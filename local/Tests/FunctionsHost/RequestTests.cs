using System.Net;
using System.Text;
using System.Text.Json;
using Local.Tests.EntraEmulator;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace Local.Tests.FunctionsHost;

/// <summary>The shape in which a request reaches a function: that of Azure, not that of ASP.NET Core.</summary>
public class RequestTests
{
    [Fact]
    public async Task Repeated_header_is_one_value_joined_with_a_comma()
    {
        const string Twice = "X-Twice: one\r\nx-twice: two\r\nAuthorization: Bearer a\r\nauthorization: Bearer b\r\n";

        await RawAsync($"GET /api/probe HTTP/1.1\r\nHost: h\r\n{Twice}Connection: close\r\n\r\n", request =>
        {
            Assert.Equal(["one,two"], request.Headers.GetValues("X-TWICE"));
            Assert.Equal("Bearer a,Bearer b", request.Headers.NonValidated["authorization"].ToString());
        });
    }

    [Fact]
    public async Task Names_of_other_than_standard_headers_are_in_lower_case()
    {
        var message = new HttpRequestMessage(HttpMethod.Get, "/api/probe");
        message.Headers.Add("X-Custom", "1");
        message.Headers.Add("Accept", "text/plain");

        await RequestAsync(message, request => Assert.Equal(["Accept", "Host", "x-custom"], request.Headers.Select(h => h.Key).Order()));
    }

    [Fact]
    public async Task Url_query_and_method_are_as_sent()
    {
        var message = new HttpRequestMessage(new HttpMethod("PATCH"), "/api/probe?a=1&a=2&b=%C3%BC");

        await RequestAsync(message, request =>
        {
            Assert.Equal("/api/probe?a=1&a=2&b=%C3%BC", request.Url.PathAndQuery);
            Assert.Equal("PATCH", request.Method);
            Assert.Equal("1,2", request.Query["a"]);
            Assert.Equal("ü", request.Query["b"]);
            Assert.Null(request.Query["c"]);
            Assert.Empty(Assert.Single(request.Identities).Claims);
        });
    }

    [Fact]
    public async Task Cookies_are_split()
    {
        var message = new HttpRequestMessage(HttpMethod.Get, "/api/probe");
        message.Headers.Add("Cookie", "a=1; b=x=y; ;c");

        await RequestAsync(message, request =>
            Assert.Equal([("a", "1"), ("b", "x=y"), ("", ""), ("c", "")], request.Cookies.Select(c => (c.Name, c.Value))));
    }

    [Fact]
    public async Task Request_without_cookies_has_none() =>
        await RequestAsync(new HttpRequestMessage(HttpMethod.Get, "/api/probe"), request => Assert.Empty(request.Cookies));

    [Fact]
    public async Task Body_seeks_and_reads_synchronously()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/api/probe") { Content = new StringContent("hello") };

        await RequestAsync(message, request =>
        {
            Assert.Equal(5, request.Body.Length);
            Assert.Equal("hello", request.ReadAsString());
            request.Body.Position = 0;
            Assert.Equal("hello", request.ReadAsString(Encoding.ASCII));
        });
    }

    [Fact]
    public async Task Chunked_body_does_not_arrive()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/api/probe") { Content = new StringContent("hello") };
        message.Headers.TransferEncodingChunked = true;

        await RequestAsync(message, request => Assert.Equal(0, request.Body.Length));
    }

    [Fact]
    public async Task Request_without_a_body_has_an_empty_one() =>
        await RequestAsync(new HttpRequestMessage(HttpMethod.Get, "/api/probe"), request => Assert.Equal(0, request.Body.Length));

    [Fact]
    public async Task Large_body_arrives_whole()
    {
        var body = new byte[3_000_000];
        Random.Shared.NextBytes(body);

        await RequestAsync(new HttpRequestMessage(HttpMethod.Post, "/api/probe") { Content = new ByteArrayContent(body) }, request =>
        {
            using var copy = new MemoryStream();
            request.Body.CopyTo(copy);
            Assert.Equal(body, copy.ToArray());
        });
    }

    [Fact]
    public async Task Body_over_the_limit_is_413_and_no_invocation()
    {
        var probe = new Probe(_ => throw new InvalidOperationException("It ran."));
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(probe));

        var answer = await RawSocket.SendAsync(app.Address, $"POST /api/probe HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {100 * 1024 * 1024 + 1}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413", answer);
        Assert.Contains("not reached", Assert.Throws<InvalidOperationException>(probe.ThrowIfFailed).Message);
    }

    [Fact]
    public async Task Url_cannot_be_read_where_the_host_header_is_none()
    {
        await RawAsync("GET /api/probe HTTP/1.1\r\nHost: h:99999\r\nConnection: close\r\n\r\n", request => Assert.Throws<UriFormatException>(() => request.Url));
    }

    [Fact]
    public async Task Broken_json_surfaces_as_the_aggregate_exception_of_the_real_worker()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/api/probe") { Content = new StringContent("{ broken") };

        await RequestAsync(message, request =>
        {
            var exception = Assert.ThrowsAsync<AggregateException>(async () => await request.ReadFromJsonAsync<JsonElement>()).Result;
            Assert.IsType<JsonException>(exception.InnerException);
        });
    }

    private static async Task RequestAsync(HttpRequestMessage message, Action<HttpRequestData> assert)
    {
        var probe = new Probe(assert);
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(probe));

        var response = await app.Client.SendAsync(message);

        probe.ThrowIfFailed();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task RawAsync(string bytes, Action<HttpRequestData> assert)
    {
        var probe = new Probe(assert);
        await using var app = await LocalApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(probe));

        Assert.StartsWith("HTTP/1.1 200", await RawSocket.SendAsync(app.Address, bytes));

        probe.ThrowIfFailed();
    }

    internal sealed class Functions(Probe probe)
    {
        [Function("Probe")]
        public HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequestData request)
        {
            probe.Run(request);
            return request.CreateResponse();
        }
    }
}
