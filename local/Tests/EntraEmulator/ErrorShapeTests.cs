using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed partial class ErrorShapeTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    [Fact]
    public async Task An_error_has_the_members_and_the_text_of_entras()
    {
        var correlationId = Guid.NewGuid().ToString();

        var reply = await fixture.PostAsync("contoso", Some.Exchange(fixture.Emulator.IssueAccessToken("alice"), "Mail.Read"), request => request.Headers.Add("client-request-id", correlationId));

        Assert.Equal(
            ["error", "error_description", "error_codes", "timestamp", "trace_id", "correlation_id", "error_uri", "suberror"],
            reply.Body.EnumerateObject().Select(member => member.Name));
        Assert.Matches(Description(), reply.Text("error_description"));
        Assert.Contains($"Trace ID: {reply.Text("trace_id")}\r\nCorrelation ID: {correlationId}\r\n", reply.Text("error_description"), StringComparison.Ordinal);
        Assert.Equal(correlationId, reply.Text("correlation_id"));
        Assert.Equal($"{fixture.Emulator.Address}error?code=65001", reply.Text("error_uri"));
        Assert.True(reply.Response.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("GET", null, 900561)]
    [InlineData("POST", "application/json", 900144)]
    [InlineData("POST", "multipart/form-data; boundary=x", 900144)]
    public async Task A_request_that_is_no_form_gets_an_error_document_too(string method, string? contentType, int code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "contoso/oauth2/v2.0/token");
        if (contentType is not null) request.Content = new StringContent("--x") { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
        var response = await fixture.Http.SendAsync(request);

        Assert.Contains($"AADSTS{code}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [GeneratedRegex(@"\AAADSTS65001: [^\r\n]+\r\nTrace ID: [0-9a-f-]{36}\r\nCorrelation ID: [0-9a-f-]{36}\r\nTimestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Description();
}
