using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream.Headers;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

public sealed class HeaderTests
{
    [Fact]
    public async Task A46_nothing_of_the_callers_request_goes_on_but_its_trace_and_ids()
    {
        using var recorded = new Recorder();
        await using var stack = await Stack.StartAsync(builder => builder.Services.AddHttpClient("Graph").AddHttpMessageHandler(() => recorded));
        using var request = new HttpRequestMessage(HttpMethod.Get, "me");
        var token = stack.Emulator.IssueAccessToken("alice");
        request.Headers.Add("Authorization", $"Bearer {token}");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.Add("tracestate", "vendor=1");
        request.Headers.Add("baggage", "tenant=contoso,color=blue");
        request.Headers.Add("x-correlation-id", "order-4711");
        request.Headers.Add("client-request-id", "5f1d7b3e-0000-4000-8000-000000000001");
        string[] evil =
        [
            "Cookie", "X-MS-CLIENT-PRINCIPAL", "X-MS-CLIENT-PRINCIPAL-ID", "X-MS-TOKEN-AAD-ACCESS-TOKEN", "X-Forwarded-For", "X-Forwarded-Host", "X-Original-URL",
            "X-ARR-ClientCert", "Forwarded", "Proxy-Authorization", "Keep-Alive", "TE", "X-Custom",
        ];
        foreach (var name in evil) request.Headers.TryAddWithoutValidation(name, "evil");

        await stack.SendAsync(request);

        var sent = Assert.Single(recorded.Sent);
        Assert.Equal(
            ["Accept", "Accept-Encoding", "Authorization", "client-request-id", "traceparent", "tracestate", "x-correlation-id"],
            sent.Keys.Order(StringComparer.OrdinalIgnoreCase));
        Assert.NotEqual($"Bearer {token}", sent["Authorization"]);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", sent["traceparent"], StringComparison.Ordinal);
        Assert.Equal("vendor=1", sent["tracestate"]);
        Assert.Equal(("order-4711", "5f1d7b3e-0000-4000-8000-000000000001"), (sent["x-correlation-id"], sent["client-request-id"]));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("<script>")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A46_an_id_that_is_none_stays_here(string id)
    {
        using var recorded = new Recorder();
        await using var stack = await Stack.StartAsync(builder => builder.Services.AddHttpClient("Graph").AddHttpMessageHandler(() => recorded));
        using var request = new HttpRequestMessage(HttpMethod.Get, "me");
        request.Headers.Add("Authorization", $"Bearer {stack.Emulator.IssueAccessToken("alice")}");
        request.Headers.TryAddWithoutValidation("x-correlation-id", id);

        await stack.SendAsync(request);

        Assert.False(Assert.Single(recorded.Sent).ContainsKey("x-correlation-id"));
    }

    [Fact]
    public async Task Extra_headers_of_the_configuration_are_on_every_call()
    {
        using var recorded = new Recorder();
        await using var stack = await Stack.StartAsync(
            builder => builder.Services.AddHttpClient("Graph").AddHttpMessageHandler(() => recorded),
            ("DownstreamApis:Graph:ExtraHeaderParameters:ConsistencyLevel", "eventual"),
            ("DownstreamApis:Graph:ExtraQueryParameters:api-version", "1 & 2"));

        await stack.GetAsync("me", "alice");

        var sent = Assert.Single(recorded.Sent);
        Assert.Equal("eventual", sent["ConsistencyLevel"]);
        Assert.EndsWith("/me?api-version=1%20%26%202", Assert.Single(recorded.Urls).AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("authorization", true)]
    [InlineData("X-MS-CLIENT-PRINCIPAL", true)]
    [InlineData("x-forwarded-proto", true)]
    [InlineData("X-Original-Host", true)]
    [InlineData("transfer-encoding", true)]
    [InlineData("Host", true)]
    [InlineData("cookie", true)]
    [InlineData("traceparent", true)]
    [InlineData("ConsistencyLevel", false)]
    [InlineData("Prefer", false)]
    public void A46_reserved_names_are_known_in_any_case(string name, bool reserved)
    {
        Assert.Equal(reserved, ReservedHeaders.Contains(name));
    }

    /// <summary>What leaves for the API, after HttpClient has added its own.</summary>
    private sealed class Recorder : DelegatingHandler
    {
        public List<Dictionary<string, string>> Sent { get; } = [];

        public List<Uri> Urls { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Sent.Add(request.Headers.NonValidated.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            Urls.Add(request.RequestUri!);
            return response;
        }
    }
}
