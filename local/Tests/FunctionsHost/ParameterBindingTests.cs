using System.Net;
using System.Text;
using Local.Tests.FunctionsHost.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using TestSupport;

namespace Local.Tests.FunctionsHost;

public class ParameterBindingTests
{
    [Theory]
    [InlineData("/api/int/5", "5")]
    [InlineData("/api/int/-2147483648", "-2147483648")]
    [InlineData("/api/long/9223372036854775807", "9223372036854775807")]
    [InlineData("/api/bool/true", "True")]
    [InlineData("/api/guid/0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("/api/date/2026-11-21T10:00:00Z", "2026-11-21")]
    [InlineData("/api/decimal/1.50", "1.50")]
    [InlineData("/api/color/1", "Green")]
    [InlineData("/api/query?name=a%20b", "a b")]
    [InlineData("/api/query", "nobody")]
    [InlineData("/api/optional", "none")]
    [InlineData("/api/optional?id=7", "7")]
    [InlineData("/api/optional/7", "7")]
    public async Task Parameter_is_bound_by_its_name(string path, string expected)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal(expected, await app.Client.GetStringAsync(path));
    }

    [Theory]
    [InlineData("/api/int/x")]
    [InlineData("/api/int/007")]
    [InlineData("/api/int/2147483648")]
    [InlineData("/api/bool/True")]
    [InlineData("/api/guid/x")]
    [InlineData("/api/required")]
    public async Task Value_that_cannot_be_had_is_500_as_in_azure(string path)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Contains(app.Logs.Entries, log => log.Message.Contains(nameof(FunctionInputConverterException), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Function_key_in_the_query_is_not_a_value()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        Assert.Equal("none", await app.Client.GetStringAsync("/api/code?code=secret"));
    }

    [Fact]
    public async Task Body_is_bound_from_json_whatever_the_case_of_its_names()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.PostAsync("/api/order", new StringContent("""{ "ITEM": "tea", "count": 2 }""", Encoding.UTF8, "application/json"));

        Assert.Equal("2 tea", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{ broken", "application/json")]
    [InlineData("{}", "text/plain")]
    public async Task Body_that_is_not_json_is_500(string body, string contentType)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.PostAsync("/api/order", new StringContent(body, Encoding.UTF8, contentType));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/int/5?value=6", """{ "value": 7 }""", "5")]
    [InlineData("/api/query?NAME=query", """{ "name": "body" }""", "query")]
    [InlineData("/api/query?name=first&name=last", "{}", "last")]
    [InlineData("/api/query", """{ "Name": "body" }""", "body")]
    public async Task Caller_names_values_in_the_body_and_the_query_and_the_route_wins(string path, string json, string expected)
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var response = await app.Client.PostAsync(path, new StringContent(json));

        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_is_bound_as_text_and_bytes()
    {
        await using var app = await LocalApp.StartAsync<Functions>();

        var text = await app.Client.PostAsync("/api/text", new StringContent("grüße"));
        var bytes = await app.Client.PostAsync("/api/bytes", new ByteArrayContent([1, 2, 3]));

        Assert.Equal("grüße", await text.Content.ReadAsStringAsync());
        Assert.Equal("3", await bytes.Content.ReadAsStringAsync());
    }

    internal enum Color
    {
        Red,
        Green,
    }

    internal sealed record Order(string Item, int Count);

    internal sealed class Functions
    {
        [Function("Int")]
        public string Int([HttpTrigger(Route = "int/{value}")] HttpRequestData request, int value) => $"{value}";

        [Function("Long")]
        public string Long([HttpTrigger(Route = "long/{value}")] HttpRequestData request, long value) => $"{value}";

        [Function("Bool")]
        public string Bool([HttpTrigger(Route = "bool/{value}")] HttpRequestData request, bool value) => value.ToString();

        [Function("Guid")]
        public string Guid([HttpTrigger(Route = "guid/{value}")] HttpRequestData request, Guid value) => value.ToString();

        [Function("Date")]
        public string Date([HttpTrigger(Route = "date/{value}")] HttpRequestData request, DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd");

        [Function("Decimal")]
        public string Decimal([HttpTrigger(Route = "decimal/{value}")] HttpRequestData request, decimal? value) => $"{value}";

        [Function("Color")]
        public string AColor([HttpTrigger(Route = "color/{value}")] HttpRequestData request, Color value) => $"{value}";

        [Function("Query")]
        public string Query([HttpTrigger("get", "post")] HttpRequestData request, string name = "nobody") => name;

        [Function("Code")]
        public string Code([HttpTrigger("get")] HttpRequestData request, string? code) => code ?? "none";

        [Function("Optional")]
        public string Optional([HttpTrigger("get", Route = "optional/{id?}")] HttpRequestData request, int? id) => id?.ToString() ?? "none";

        [Function("Required")]
        public string Required([HttpTrigger("get")] HttpRequestData request, int missing) => $"{missing}";

        [Function("Order")]
        public string Take([HttpTrigger("post")] HttpRequestData request, [FromBody] Order order) => $"{order.Count} {order.Item}";

        [Function("Text")]
        public string Text([HttpTrigger("post")] HttpRequestData request, [FromBody] string text) => text;

        [Function("Bytes")]
        public string Bytes([HttpTrigger("post")] HttpRequestData request, [FromBody] byte[] bytes) => $"{bytes.Length}";
    }
}
