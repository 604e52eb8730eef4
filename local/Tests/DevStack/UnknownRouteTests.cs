using System.Net;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.DevStack;

/// <summary>Requests that fit no function never reach FunctionApp: its host answers as Azure's does.</summary>
public sealed class UnknownRouteTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Theory]
    [InlineData("GET", "nowhere")]
    [InlineData("GET", "")]
    [InlineData("GET", "me/nowhere")]
    [InlineData("GET", "%6De%2Fgroups")]
    [InlineData("POST", "me")]
    [InlineData("DELETE", "me")]
    [InlineData("PUT", "orders/1001")]
    [InlineData("HEAD", "me")]
    [InlineData("OPTIONS", "me")]
    [InlineData("BREW", "me")]
    [InlineData("GET", "../me")]
    public async Task It_is_404_and_nothing_more_whoever_asks(string method, string path)
    {
        foreach (var token in new[] { null, "a.b.c", fixture.Stack.Emulator.IssueAccessToken(WellKnown.AliceName) })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (token is not null) request.Headers.Authorization = new("Bearer", token);
            using var answer = await fixture.Stack.Http.SendAsync(request);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("", await answer.Content.ReadAsStringAsync());
            Assert.Null(answer.Content.Headers.ContentType);
            Assert.Empty(answer.Headers.WwwAuthenticate);
        }
    }
}
