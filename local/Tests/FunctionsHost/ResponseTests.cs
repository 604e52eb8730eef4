using System.Net;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using TestSupport;

namespace Local.Tests.FunctionsHost;

public class ResponseTests
{
    [Theory]
    [InlineData("nothing", 204, "", null)]
    [InlineData("task", 204, "", null)]
    [InlineData("null", 204, "", null)]
    [InlineData("text", 200, "grüße", "text/plain; charset=utf-8")]
    [InlineData("number", 200, "5", "text/plain; charset=utf-8")]
    [InlineData("bytes", 200, "abc", null)]
    [InlineData("data", 202, "done", "text/custom")]
    [InlineData("several", 201, "made", null)]
    [InlineData("severalpoco", 200, "poco", "text/plain; charset=utf-8")]
    [InlineData("replaced", 200, "replaced", null)]
    [InlineData("framing", 200, "whole", null)]
    [InlineData("sync", 418, "", null)]
    public async Task Result_becomes_a_response(string path, int status, string body, string? contentType)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.GetAsync($"/api/{path}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal(contentType, response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("object")]
    [InlineData("objecttask")]
    public async Task Object_is_sent_as_the_host_prints_it(string path)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.GetAsync($"/api/{path}");

        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("{\n  \"Name\": \"Jürgen\",\n  \"Count\": 2\n}", (await response.Content.ReadAsStringAsync()).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Json_written_to_a_response_has_names_as_declared()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.GetAsync("/api/json");

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"Name":"tea","Count":1}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Values_of_one_header_are_joined_with_a_comma()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.GetAsync("/api/headers");

        Assert.Equal(["one,two"], response.Headers.GetValues("X-Many"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Cookies_are_sent_with_their_attributes()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.GetAsync("/api/cookies");

        Assert.Equal(
            ["plain=1; path=/", "full=2; max-age=60; domain=example.org; path=/x; secure; samesite=strict; httponly"],
            response.Headers.GetValues("Set-Cookie"));
    }

    internal sealed record Poco(string Name, int Count);

    internal sealed class Several
    {
        [HttpResult]
        public string Answer { get; init; } = "poco";
    }

    internal sealed class SeveralData
    {
        public string Other { get; init; } = "";

        public required HttpResponseData Response { get; init; }
    }

    internal sealed class Functions
    {
        [Function("Nothing")]
        public void Nothing([HttpTrigger] HttpRequestData request) { }

        [Function("Task")]
        public async Task ATask([HttpTrigger] HttpRequestData request) => await Task.Yield();

        [Function("Null")]
        public Task<HttpResponseData?> Null([HttpTrigger] HttpRequestData request) => Task.FromResult<HttpResponseData?>(null);

        [Function("Text")]
        public string Text([HttpTrigger] HttpRequestData request) => "grüße";

        [Function("Number")]
        public Task<int> Number([HttpTrigger] HttpRequestData request) => Task.FromResult(5);

        [Function("Bytes")]
        public byte[] Bytes([HttpTrigger] HttpRequestData request) => "abc"u8.ToArray();

        [Function("Object")]
        public Poco AnObject([HttpTrigger] HttpRequestData request) => new("Jürgen", 2);

        [Function("ObjectTask")]
        public Task<Poco> ObjectTask([HttpTrigger] HttpRequestData request) => Task.FromResult(new Poco("Jürgen", 2));

        [Function("Data")]
        public async Task<HttpResponseData> Data([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse(HttpStatusCode.Accepted);
            response.Headers.Add("Content-Type", "text/custom");
            await response.WriteStringAsync("done");
            return response;
        }

        [Function("Sync")]
        public HttpResponseData Sync([HttpTrigger] HttpRequestData request) => request.CreateResponse((HttpStatusCode)418);

        [Function("Json")]
        public async Task<HttpResponseData> Json([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            await response.WriteAsJsonAsync(new Poco("tea", 1));
            return response;
        }

        [Function("Headers")]
        public HttpResponseData Headers([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            response.Headers.Add("X-Many", ["one", "two"]);
            return response;
        }

        [Function("Cookies")]
        public HttpResponseData Cookies([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            response.Cookies.Append("plain", "1");
            response.Cookies.Append(new HttpCookie("full", "2")
            {
                Domain = "example.org",
                Path = "/x",
                MaxAge = 60,
                Secure = true,
                HttpOnly = true,
                SameSite = SameSite.Strict,
            });
            return response;
        }

        [Function("Replaced")]
        public HttpResponseData Replaced([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            response.WriteString("first");
            response.Body = new MemoryStream();
            response.WriteBytes("replaced"u8.ToArray());
            return response;
        }

        [Function("Framing")]
        public HttpResponseData Framing([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            response.Headers.Add("Content-Length", "1");
            response.Headers.Add("Transfer-Encoding", "chunked");
            response.WriteString("whole");
            return response;
        }

        [Function("Several")]
        public SeveralData SeveralOutputs([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse(HttpStatusCode.Created);
            response.WriteString("made");
            return new SeveralData { Response = response };
        }

        [Function("SeveralPoco")]
        public Several SeveralPoco([HttpTrigger] HttpRequestData request) => new();
    }
}
