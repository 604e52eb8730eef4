using System.Net;
using DevStack.DownstreamApis.Faults;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.EndToEnd;

public sealed class StopTests
{
    [Fact]
    public async Task A_request_under_way_when_the_host_stops_is_answered_with_try_again()
    {
        await using var stack = await Stack.StartAsync();
        stack.Local.Graph.Faults.Add(new DownstreamFault { Hang = true });
        var waiting = stack.GetAsync("me", "alice");
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 1);

        await stack.Local.FunctionApp!.StopAsync();

        var reply = await waiting;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "cancelled", (TimeSpan?)TimeSpan.FromSeconds(1)), (reply.Status, reply.Code, reply.RetryAfter));
    }
}
