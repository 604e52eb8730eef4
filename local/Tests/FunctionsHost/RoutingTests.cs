using System.Net;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace Local.Tests.FunctionsHost;

public class RoutingTests
{
    [Theory]
    [InlineData("GET", "/api/Plain", "plain")]
    [InlineData("GET", "/API/plain", "plain")]
    [InlineData("DELETE", "/api/Plain", "plain")]
    [InlineData("GET", "/api/items/7", "item 7")]
    [InlineData("GET", "/api/items", "item none")]
    [InlineData("GET", "/api/pages", "page 1")]
    [InlineData("GET", "/api/pages/3", "page 3")]
    [InlineData("GET", "/api/files/a/b/c", "file a/b/c")]
    [InlineData("GET", "/api/names/J%C3%BCrgen%20B", "name Jürgen B")]
    [InlineData("POST", "/api/things", "make thing")]
    [InlineData("GET", "/api/things", "list things")]
    public async Task Route_leads_to_its_function(string method, string path, string expected)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/nowhere")]
    [InlineData("/Plain")]
    [InlineData("/api/items/x")]
    public async Task Unknown_route_is_404_without_a_body(string path)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task Method_that_no_function_takes_is_404_as_for_an_unknown_route(string method)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/things"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/either/exact", "any exact")]
    [InlineData("/api/either/x", "any x")]
    public async Task First_route_by_function_name_wins_and_not_the_closest(string path, string expected)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal(expected, await app.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task Route_that_cannot_be_read_takes_its_function_away_and_no_other()
    {
        await using var app = await LocalApp.StartAsync([typeof(Functions), typeof(BadRoutes)]);

        Assert.Equal("plain", await app.Client.GetStringAsync("/api/plain"));
        Assert.Equal(
            ["BadRoute", "UnknownConstraint"],
            app.Logs.Entries.Where(log => log.Level == LogLevel.Error).Select(log => log.Message.Split(' ')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Landing_page_is_at_the_root()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Contains("up and running", await app.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Head_reaches_a_function_that_takes_any_method_and_gets_no_body()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/plain"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(5, response.Content.Headers.ContentLength);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("", "/plain")]
    [InlineData("v1/public", "/v1/public/plain")]
    public async Task Route_prefix_comes_from_host_json(string prefix, string path)
    {
        var files = new AppFiles($$$"""{ "version": "2.0", "extensions": { "http": { "routePrefix": "{{{prefix}}}" } } }""");
        await using var app = await LocalApp.StartAsync<Functions>(files: files);

        Assert.Equal("plain", await app.Client.GetStringAsync(path));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/api/plain")).StatusCode);
    }

    [Theory]
    [InlineData("AzureWebJobs.plain.Disabled", "true")]
    [InlineData("AzureWebJobs.Plain.Disabled", "1")]
    [InlineData("AzureWebJobs_Plain_Disabled", "True")]
    public async Task Disabled_function_is_404(string setting, string value)
    {
        await using var app = await LocalApp.StartAsync<Functions>(
            files: new AppFiles(LocalSettings: $$"""{ "IsEncrypted": false, "Values": { "{{setting}}": "{{value}}" } }"""));

        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/api/plain")).StatusCode);
        Assert.Contains(app.Logs.Entries, log => log.Message == "Function Plain is disabled.");
    }

    internal sealed class Functions
    {
        [Function("Plain")]
        public string Plain([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequestData request) => "plain";

        [Function("Item")]
        public string Item([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int?}")] HttpRequestData request, int? id) =>
            $"item {id?.ToString() ?? "none"}";

        [Function("Page")]
        public string Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{number:int=1}")] HttpRequestData request, int number) =>
            $"page {number}";

        [Function("File")]
        public string File([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequestData request, string path) => $"file {path}";

        [Function("Name")]
        public static string Name([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "names/{name}")] HttpRequestData request, string name) => $"name {name}";

        [Function("ListThings")]
        public string List([HttpTrigger(AuthorizationLevel.Function, "get", Route = "things")] HttpRequestData request) => "list things";

        [Function("MakeThing")]
        public string Make([HttpTrigger(AuthorizationLevel.Admin, "POST", Route = "things")] HttpRequestData request) => "make thing";

        [Function("AnyName")]
        public string Any([HttpTrigger("get", Route = "either/{name}")] HttpRequestData request, string name) => $"any {name}";

        [Function("Exact")]
        public string Exact([HttpTrigger("get", Route = "either/exact")] HttpRequestData request) => "exact";
    }

    internal sealed class BadRoutes
    {
        [Function("BadRoute")]
        public void Bad([HttpTrigger(Route = "{id")] HttpRequestData request) { }

        [Function("UnknownConstraint")]
        public void Unknown([HttpTrigger(Route = "{id:nosuch}")] HttpRequestData request) { }
    }
}
