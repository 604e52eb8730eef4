using System.Text;
using FunctionsHost;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using TestSupport;

namespace Local.Tests.FunctionsHost;

/// <summary>Whatever comes in ends in one status, and the host goes on.</summary>
public class MalformedRequestTests
{
    private const string BadRequests = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";

    [Theory]
    [InlineData("GET /api/echo HTTP/1.1\r\nHost: a b\r\n", 400)]
    [InlineData("GET /api/echo HTTP/1.1\r\nHost: [::1\r\n", 400)]
    [InlineData("GET /api/echo HTTP/1.1\r\n", 400)]
    [InlineData("GET /api/echo HTTP/1.1\r\nHost:\r\n", 200)]
    [InlineData("GET /api/e cho HTTP/1.1\r\nHost: h\r\n", 400)]
    [InlineData("GET /api/%00 HTTP/1.1\r\nHost: h\r\n", 400)]
    [InlineData("GET /api/%zz HTTP/1.1\r\nHost: h\r\n", 404)]
    [InlineData("GET /api/echo?=&&%zz&a=%00 HTTP/1.1\r\nHost: h\r\n", 200)]
    [InlineData("GET /api/echo HTTP/1.0\r\n", 200)]
    [InlineData("GET /api/echo HTTP/9.9\r\nHost: h\r\n", 505)]
    [InlineData("POST /api/echo HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n", 400)]
    [InlineData("POST /api/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n", 400)]
    [InlineData("POST /api/echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: nonsense\r\n", 400)]
    [InlineData("nonsense\r\n", 400)]
    public async Task Request_that_no_client_would_send_ends_in_one_status(string request, int status)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var answer = await RawSocket.SendAsync(app.Address, $"{request}Connection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
        Assert.Equal("echo", await app.Client.GetStringAsync("/api/echo"));
    }

    public static TheoryData<Action<ILoggingBuilder>> LoudLogs => new()
    {
        logging => logging.SetMinimumLevel(LogLevel.Trace),
        logging => logging.AddFilter(BadRequests, LogLevel.Trace),
        logging => logging.AddFilter<RecordedLogs>(BadRequests, LogLevel.Trace),
        logging => logging.AddFilter<RecordedLogs>(category: null, LogLevel.Trace),
        logging => logging.AddFilter<RecordedLogs>($"{BadRequests}*", LogLevel.Trace),
        logging => logging.AddFilter((_, _, _) => true),
    };

    [Theory]
    [MemberData(nameof(LoudLogs))]
    public async Task Malformed_request_is_not_logged_as_it_came_whatever_the_settings_say(Action<ILoggingBuilder> loud)
    {
        var files = new AppFiles($$"""{ "version": "2.0", "logging": { "logLevel": { "{{BadRequests}}": "Trace", "Microsoft": "Trace", "default": "Trace" } } }""");
        await using var app = await LocalApp.StartAsync<Functions>(files: files, options: new FunctionsHostOptions { Port = 0, ConfigureLogging = loud });
        const string token = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl";

        foreach (var malformed in (string[])["GET /api/e cho HTTP/1.1\r\nHost: h\r\n", "GET /api/echo HTTP/1.1\r\nHost: a b\r\n", "GET /api/echo HTTP/1.1\r\nHost: h\r\nbad header\r\n"])
        {
            var answer = await RawSocket.SendAsync(app.Address, $"{malformed}Authorization: Bearer {token}\r\nConnection: close\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 400 ", answer);
            await RawSocket.SendAsync(app.Address, $"Authorization: Bearer {token} {malformed}Connection: close\r\n\r\n");
        }

        Assert.DoesNotContain(app.Logs.Entries, entry => entry.Category == BadRequests && entry.Level < LogLevel.Information);
        Assert.DoesNotContain(app.Logs.Entries, entry => $"{entry.Message}{entry.Exception}".Contains("c2VjcmV0", StringComparison.Ordinal));
        Assert.Contains(app.Logs.Entries, entry => entry.Level < LogLevel.Information);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{ broken }")]
    [InlineData("""{ "a": "\ud800" }""")]
    [InlineData("""{ "\ud800": 1 }""")]
    [InlineData("""{ "": 1, "a": null, "A": [ 1 ], "a": { "b": 2 } }""")]
    [InlineData("""{ "Query": 1, "Headers": 2, "request": 3, "sys": 4 }""")]
    [InlineData("[ 1 ]")]
    public async Task Body_that_only_looks_like_json_is_a_body(string body)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.PostAsync("/api/echo", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal($"echo{body}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Bodies_that_are_deep_or_no_utf8_are_bodies()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        foreach (var body in (byte[][])[Encoding.UTF8.GetBytes($$"""{ "a": {{new string('[', 10_000)}}{{new string(']', 10_000)}} }"""), [(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}']])
            Assert.Equal(200, (int)(await app.Client.PostAsync("/api/echo", new ByteArrayContent(body))).StatusCode);
    }

    internal sealed class Functions
    {
        [Function("Echo")]
        public async Task<HttpResponseData> EchoAsync([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            await response.WriteStringAsync($"echo{await request.ReadAsStringAsync()}");
            return response;
        }
    }
}
