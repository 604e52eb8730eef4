using System.Net;
using FunctionsObo.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using TestSupport;

namespace FunctionsObo.Tests.Errors;

/// <summary>The header fields of a problem.</summary>
public sealed class ProblemWriterTests
{
    [Fact]
    public async Task Nobody_stores_a_problem()
    {
        await using var stack = await Stack.StartAsync();

        foreach (var path in new[] { "me", "whoami" })
        {
            using var response = await stack.Http.GetAsync(path);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5000, 1)]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(1001, 2)]
    [InlineData(59_999, 60)]
    public async Task A_wait_is_in_whole_seconds_rounded_up_and_at_least_one(int milliseconds, int seconds)
    {
        var busy = new ProblemException(HttpStatusCode.ServiceUnavailable, "busy", "Come again.") { RetryAfter = TimeSpan.FromMilliseconds(milliseconds) };
        await using var stack = await Stack.StartAsync(InPlaceOfFunctions.Run(_ => Task.FromException(busy)));

        var reply = await stack.GetAsync("whoami", "alice");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "busy"), (reply.Status, reply.Code));
        Assert.Equal(TimeSpan.FromSeconds(seconds), reply.RetryAfter);
    }
}
