using FunctionsObo.OnBehalfOf.Exchange;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class LastExchangesTests
{
    [Fact]
    public async Task An_API_has_the_time_of_its_last_token_and_none_before_it_had_one()
    {
        await using var stack = await Stack.StartAsync();
        var last = stack.Get<LastExchanges>();
        Assert.Empty(last.Times);

        await stack.GetAsync("me", "alice");
        Assert.Equal(stack.Get<TimeProvider>().GetUtcNow(), Assert.Single(last.Times, api => api.Key == "Graph").Value, TimeSpan.FromMinutes(1));

        stack.Emulator.Faults.Enqueue(new EntraEmulator.Faults.Fault { Error = "invalid_grant", Codes = [65001], Times = 0 });
        await stack.GetAsync("orders", "alice");
        Assert.DoesNotContain("Orders", last.Times.Keys);
    }
}
