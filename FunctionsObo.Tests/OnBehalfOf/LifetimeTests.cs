using System.Net;
using EntraEmulator.Dev;
using EntraEmulator.Faults;
using EntraEmulator.Tenants;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class LifetimeTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(23);

    [Fact]
    public async Task A_token_is_fetched_ahead_while_the_old_one_serves()
    {
        await using var stack = await StartAsync(lifetime: TimeSpan.FromHours(2), refreshIn: TimeSpan.FromHours(1));
        var token = LongToken(stack);
        await CallAsync(stack, token);

        stack.Time.Advance(TimeSpan.FromMinutes(59));
        await CallAsync(stack, token);
        Assert.Equal(1, stack.Emulator.Stats.Snapshot().Exchanges());

        stack.Emulator.Faults.Enqueue(new Fault { Hang = true });
        stack.Time.Advance(TimeSpan.FromMinutes(8)); // refresh_in and the longest jitter
        for (var i = 0; i < 5; i++) await CallAsync(stack, token); // nobody waits for the refresh that hangs
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 2);
        Assert.Single(stack.Local.Graph.Seen.Newest.Select(seen => seen.Uti).Distinct());

        await Eventually.TrueAsync(async () =>
        {
            stack.Time.Advance(TimeSpan.FromSeconds(35)); // first the refresh's own deadline, then its retry
            await CallAsync(stack, token);
            return stack.Local.Graph.Seen.Newest.Select(seen => seen.Uti).Distinct().Count() == 2;
        });
        Assert.InRange(stack.Emulator.Stats.Snapshot().Exchanges(), 3, 9); // more where the clock overtakes a retry
    }

    [Fact]
    public async Task A_failed_refresh_is_retried_later_and_the_old_token_serves_on()
    {
        await using var stack = await StartAsync(lifetime: TimeSpan.FromHours(2), refreshIn: TimeSpan.FromHours(1));
        var token = LongToken(stack);
        await CallAsync(stack, token);
        stack.Emulator.Faults.Enqueue(new Fault { Status = 500, Times = 1 });

        stack.Time.Advance(TimeSpan.FromMinutes(68));
        await CallAsync(stack, token);
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 2);
        await CallAsync(stack, token);
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges());

        await Eventually.TrueAsync(async () =>
        {
            stack.Time.Advance(TimeSpan.FromSeconds(34));
            await CallAsync(stack, token);
            return stack.Emulator.Stats.Snapshot().Exchanges() >= 3;
        });
    }

    [Fact]
    public async Task A40_a_cached_token_does_not_outlive_the_callers_own()
    {
        await using var stack = await StartAsync(lifetime: Day, refreshIn: Day);
        var token = stack.Emulator.IssueAccessToken(new TokenRequest { User = "alice", Lifetime = TimeSpan.FromMinutes(30) });
        await CallAsync(stack, token);

        stack.Time.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(30)); // within the clock skew that validation grants

        var reply = await stack.SendAsync(HttpMethod.Get, "me", token);
        Assert.Equal((HttpStatusCode.Unauthorized, "token_refused"), (reply.Status, reply.Code));
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Fact]
    public async Task A39_an_assertion_that_the_provider_no_longer_takes_is_401()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.IssueAccessToken(new TokenRequest { User = "alice", Lifetime = TimeSpan.FromSeconds(10) });
        stack.Time.Advance(TimeSpan.FromSeconds(20)); // expired, and still within the clock skew

        var reply = await stack.SendAsync(HttpMethod.Get, "me", token);

        Assert.Equal((HttpStatusCode.Unauthorized, "token_refused"), (reply.Status, reply.Code));
        Assert.StartsWith("Bearer error=\"invalid_token\"", reply.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_stops_serving_five_minutes_before_it_expires()
    {
        await using var stack = await StartAsync(lifetime: TimeSpan.FromMinutes(60), refreshIn: TimeSpan.FromMinutes(60));
        var token = LongToken(stack);
        await CallAsync(stack, token);

        stack.Time.Advance(TimeSpan.FromMinutes(54));
        await CallAsync(stack, token);
        Assert.Equal(1, stack.Emulator.Stats.Snapshot().Exchanges());
        stack.Time.Advance(TimeSpan.FromMinutes(2));
        await CallAsync(stack, token);
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    private static Task<Stack> StartAsync(TimeSpan lifetime, TimeSpan refreshIn)
    {
        var directory = TenantDirectory.CreateDefault();
        var graph = directory.FindApplication("graph")! with { AccessTokenLifetime = lifetime, RefreshIn = refreshIn };
        return Stack.StartAsync(directory.With(applications: [graph]));
    }

    private static string LongToken(Stack stack) =>
        stack.Emulator.IssueAccessToken(new TokenRequest { User = "alice", Lifetime = Day });

    private static async Task CallAsync(Stack stack, string token) =>
        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
}
