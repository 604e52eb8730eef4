using CsCheck;
using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream;
using FunctionsObo.Downstream.Addresses;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

public sealed class PathTests
{
    private const string Base = "https://orders.example:8443/v1/";

    private readonly DownstreamUrl _url = new(Base);

    [Theory]
    [InlineData("../admin")]
    [InlineData("orders/../../admin")]
    [InlineData("orders/..")]
    [InlineData("./orders")]
    [InlineData("/orders")]
    [InlineData("//evil.example/orders")]
    [InlineData("orders//1")]
    [InlineData("\\evil.example")]
    [InlineData("orders\\..\\admin")]
    [InlineData("orders/%2e%2e/admin")]
    [InlineData("orders/%2E%2e/admin")]
    [InlineData("orders/.%2e/admin")]
    [InlineData("orders/%252e%252e/admin")]
    [InlineData("orders/%25252e%25252e/admin")]
    [InlineData("orders/%2525252525252e")]
    [InlineData("orders/..%2f..%2fadmin")]
    [InlineData("orders/%5c%5cevil")]
    [InlineData("orders/%255cevil")]
    [InlineData("orders/%c0%ae%c0%ae/admin")]
    [InlineData("orders/%e0%80%ae")]
    [InlineData("orders/..;/admin")]
    [InlineData("orders/..%3b/admin")]
    [InlineData("orders/;a=b/1")]
    [InlineData("orders/.. /admin")]
    [InlineData("orders/..%20/admin")]
    [InlineData("orders/.../admin")]
    [InlineData("orders/%EF%BC%8E%EF%BC%8E/admin")]
    [InlineData("orders/a%EF%BC%8Fb")]
    [InlineData("orders/a%E2%88%95b")]
    [InlineData("https://evil.example/")]
    [InlineData("//user@evil.example")]
    [InlineData("orders/1#fragment")]
    [InlineData("orders/%00")]
    [InlineData("orders/%0d%0aX-Evil: 1")]
    [InlineData("orders/\r\nX-Evil: 1")]
    [InlineData("orders/%7f")]
    [InlineData("orders/%")]
    [InlineData("orders/%4")]
    [InlineData("orders/%zz")]
    [InlineData("orders/é")]
    [InlineData("orders/a b")]
    [InlineData("orders?a=b#c")]
    [InlineData("orders?a=b\\c")]
    public void A42_a_path_that_could_lead_elsewhere_is_refused(string path)
    {
        Assert.Throws<UnusablePathException>(() => _url.Resolve(path));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("orders", "orders")]
    [InlineData("orders/", "orders/")]
    [InlineData("orders/1.2-3_4~5", "orders/1.2-3_4~5")]
    [InlineData("users/alice@contoso.example", "users/alice@contoso.example")]
    [InlineData("drive/root:/a.txt:/content", "drive/root:/a.txt:/content")]
    [InlineData("users('alice')/x", "users('alice')/x")]
    [InlineData("orders?$top=5&$filter=a%20eq%20'b'", "orders?$top=5&$filter=a%20eq%20'b'")]
    [InlineData("https:/evil.example", "https:/evil.example")]
    [InlineData("orders?next=../../x", "orders?next=../../x")]
    public void A_plain_path_is_put_under_the_base(string path, string expected)
    {
        Assert.Equal(Base + expected, _url.Resolve(path).AbsoluteUri);
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("100%25")]
    [InlineData("a b+c")]
    [InlineData("Zoë & 東京")]
    [InlineData("a?b=c#d&e")]
    [InlineData("a:b@c")]
    [InlineData("..hidden")]
    [InlineData("v1.0.")]
    public void A_value_with_unusual_characters_stays_one_segment(string id)
    {
        DownstreamPath path = $"orders/{id}/lines";

        var url = _url.Resolve(path.ToString());

        Assert.Equal(["/", "v1/", "orders/"], url.Segments[..3]);
        Assert.Equal((5, "lines", ""), (url.Segments.Length, url.Segments[4], url.Query));
        Assert.Equal(id, Uri.UnescapeDataString(url.Segments[3].TrimEnd('/')));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("../../admin")]
    [InlineData("%2e%2e")]
    [InlineData("..%2fadmin")]
    [InlineData("1\n2")]
    [InlineData("  ")]
    public void A42_a_value_that_is_no_name_is_refused(string id)
    {
        DownstreamPath path = $"orders/{id}";

        Assert.Throws<UnusablePathException>(() => _url.Resolve(path.ToString()));
    }

    [Fact]
    public void An_empty_value_does_not_turn_one_into_all()
    {
        Assert.Throws<UnusablePathException>(() => Append(""));

        static DownstreamPath Append(string id) => $"orders/{id}";
    }

    [Fact]
    public void Values_in_a_query_cannot_add_parameters()
    {
        DownstreamPath path = $"orders?name={"a&b=c#d"}&from={new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc):s}&top={5}";

        Assert.Equal(Base + "orders?name=a%26b%3Dc%23d&from=2026-01-02T03%3A04%3A05&top=5", _url.Resolve(path.ToString()).AbsoluteUri);
    }

    [Fact]
    public void A42_no_path_leads_out_of_the_base()
    {
        Paths().Sample(path =>
        {
            try
            {
                var url = _url.Resolve(path);
                return (url.Scheme, url.Authority, url.UserInfo, url.Fragment) == ("https", "orders.example:8443", "", "")
                    && url.AbsolutePath.StartsWith("/v1/", StringComparison.Ordinal)
                    && !Uri.UnescapeDataString(Uri.UnescapeDataString(url.AbsolutePath)).Split('/', '\\').Any(segment => segment is "." or "..");
            }
            catch (UnusablePathException)
            {
                return true;
            }
        }, iter: 5000);
    }

    [Fact]
    public void A42_no_value_leaves_its_segment()
    {
        Paths().Where(value => value.Length > 0).Sample(id =>
        {
            DownstreamPath path = $"orders/{id}/lines";
            try
            {
                var url = _url.Resolve(path.ToString());
                return url.AbsolutePath.StartsWith("/v1/orders/", StringComparison.Ordinal)
                    && url.AbsolutePath.EndsWith("/lines", StringComparison.Ordinal)
                    && url.Segments.Length == 5 && url.Query.Length == 0 && url.Fragment.Length == 0;
            }
            catch (UnusablePathException)
            {
                return true;
            }
        }, iter: 5000);
    }

    [Fact]
    public void A42_no_input_makes_a_request_outside_the_base()
    {
        var api = new ScriptedApi();
        Paths().Sample(path =>
        {
            try
            {
                // Completes at once: the scripted API does.
                _ = api.Api.GetAsync(path, CallAs.App, OrdersJson.Default.OrderTotals, CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (UnusablePathException)
            {
                return true;
            }

            return api.Seen[^1].RequestUri!.AbsoluteUri.StartsWith(ScriptedApi.BaseUrl, StringComparison.Ordinal);
        }, iter: 2000, threads: 1);
    }

    [Theory]
    [InlineData("orders", "?api-version=1&a%20b=2")]
    [InlineData("orders?", "?&api-version=1&a%20b=2")]
    [InlineData("orders?x=1", "?x=1&api-version=1&a%20b=2")]
    [InlineData("orders?xapi-version=1", "?xapi-version=1&api-version=1&a%20b=2")]
    [InlineData("orders?q=api-version=1", "?q=api-version=1&api-version=1&a%20b=2")]
    [InlineData("orders?API-VERSION=1", "?API-VERSION=1&api-version=1&a%20b=2")]
    [InlineData("orders?api-version=2", "?api-version=2&a%20b=2")]
    [InlineData("orders?api-version", "?api-version&a%20b=2")]
    [InlineData("orders?api%2Dversion=2", "?api-version=2&a%20b=2")]
    [InlineData("orders?a+b=3&x=1", "?a+b=3&x=1&api-version=1")]
    [InlineData("orders?a%20b=2&x=1&api-version=1", "?a%20b=2&x=1&api-version=1")]
    public void Parameters_that_every_call_gets_are_there_once_by_their_name(string path, string query)
    {
        var url = new DownstreamUrl(Base, new Dictionary<string, string>(StringComparer.Ordinal) { ["api-version"] = "1", ["a b"] = "2" });

        Assert.Equal(query, url.Resolve(path).Query);
    }

    [Theory]
    [InlineData("https://orders.example:8443/v1/orders?$skiptoken=X'4'&$top=2", "orders?$skiptoken=X'4'&$top=2")]
    [InlineData("https://ORDERS.example:8443/v1/orders?a=b", "orders?a=b")]
    [InlineData("https://orders.example:8443/v2/orders", null)]
    [InlineData("https://orders.example:8443/v1/../v2/orders", null)]
    [InlineData("https://orders.example:8443/v1x/orders", null)]
    [InlineData("https://orders.example/v1/orders", null)]
    [InlineData("http://orders.example:8443/v1/orders", null)]
    [InlineData("https://evil.example:8443/v1/orders", null)]
    [InlineData("https://orders.example:8443@evil.example/v1/orders", null)]
    [InlineData("https://user@orders.example:8443/v1/orders", null)]
    [InlineData("https://orders.example:8443/v1/orders#x", null)]
    [InlineData("//evil.example/v1/orders", null)]
    [InlineData("orders?page=2", null)]
    [InlineData("", null)]
    public void A42_an_address_in_an_answer_is_followed_only_under_the_base(string address, string? path)
    {
        Assert.Equal(path, _url.PathOf(address));
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/v1.0")]
    [InlineData("https://graph.microsoft.us/v1.0/")]
    [InlineData("https://microsoftgraph.chinacloudapi.cn/v1.0")]
    public void Graph_of_any_cloud_is_its_base_url_and_nothing_else(string graph)
    {
        var url = new DownstreamUrl(graph);
        var next = $"{graph.TrimEnd('/')}/me/memberOf?$top=100&$skiptoken=RFNwdAIAAQAAACpHcm91cF81ZTI0-_.~!";

        Assert.Equal($"{graph.TrimEnd('/')}/me", url.Resolve("me").AbsoluteUri);
        Assert.Equal(next, url.Resolve(url.PathOf(next)!).AbsoluteUri);
    }

    [Fact]
    public void Extra_query_parameters_are_on_every_call_and_escaped()
    {
        var url = new DownstreamUrl(Base, new Dictionary<string, string>(StringComparer.Ordinal) { ["api-version"] = "2026-01-01", ["a&b"] = "c d" });

        Assert.Equal(Base + "orders?api-version=2026-01-01&a%26b=c%20d", url.Resolve("orders").AbsoluteUri);
        Assert.Equal(Base + "orders?api-version=2026-01-01&a%26b=c%20d&page=2", url.Resolve("orders?api-version=2026-01-01&a%26b=c%20d&page=2").AbsoluteUri);
        Assert.Equal(Base + "orders?top=1&api-version=2026-01-01&a%26b=c%20d", url.Resolve("orders?top=1").AbsoluteUri);
    }

    /// <summary>Strings made of what attacks are made of, and of anything.</summary>
    private static Gen<string> Paths()
    {
        var pieces = Gen.OneOf(
            "..", ".", "/", "//", "\\", "%", "%2e", "%2F", "%5c", "%25", "%252e", "%c0%ae", "@", ":", "?", "#", ";", "&", "=", " ", "\r\n", "\0", "\t",
            "https://", "evil.example", "orders", "1", "é", "．", "／", "∕", "‥", "\u202e", "\ud800", "%00", "%0a", "~", "*", "[::1]");
        var anything = Gen.OneOf(Gen.Char, Gen.Char['\0', '\x7f']).Select(character => character.ToString());
        return Gen.Frequency((4, pieces), (1, anything)).Array[0, 40].Select(string.Concat);
    }
}
