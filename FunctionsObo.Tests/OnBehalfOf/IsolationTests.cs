using System.Net;
using EntraEmulator.Dev;
using EntraEmulator.Faults;
using EntraEmulator.Tenants;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class IsolationTests
{
    [Fact]
    public async Task A30_users_interleaved_a_thousand_times_under_faults_each_get_their_own_answer()
    {
        await using var stack = await Stack.StartAsync();
        var users = new[] { ("alice", WellKnown.AliceObjectId), ("bob", WellKnown.BobObjectId) };
        for (var i = 0; i < 20; i++) stack.Emulator.Faults.Enqueue(new Fault { Status = i % 2 == 0 ? 429 : 503, RetryAfterSeconds = 1 });

        var wrong = 0;
        var right = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var (user, objectId) = users[i % users.Length];
            // A new token now and then: a new exchange, which a fault may hit.
            var reply = await stack.GetAsync("me", new TokenRequest { User = user, Lifetime = TimeSpan.FromSeconds(3600 + (i / 50)) });
            if (reply.Status != HttpStatusCode.OK) return;
            Interlocked.Increment(ref reply.Json.GetProperty("id").GetString() == objectId ? ref right : ref wrong);
        });

        Assert.Equal(0, wrong);
        Assert.InRange(right, 900, 1000);
        Assert.All(stack.Local.Graph.Seen.Newest, seen => Assert.Contains(seen.Oid, users.Select(user => user.Item2)));
    }

    [Fact]
    public async Task A31_the_same_object_id_in_two_tenants_is_two_users()
    {
        var directory = TenantDirectory.CreateDefault();
        var alice = directory.FindUserByName("alice")!;
        var twin = alice with { Name = "twin", TenantId = WellKnown.FabrikamTenantId, Mail = "twin@fabrikam.example", DisplayName = "The other one" };
        await using var stack = await Stack.StartAsync(
            directory.With(users: [twin]),
            ("AzureAd:TenantId", "organizations"));

        var here = await stack.GetAsync("me", "alice");
        var there = await stack.GetAsync("me", "twin");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (here.Status, there.Status));
        Assert.Equal(("Alice Anderson", "The other one"), (here.Json.GetProperty("displayName").GetString(), there.Json.GetProperty("displayName").GetString()));
        Assert.Equal([WellKnown.FabrikamTenantId, WellKnown.ContosoTenantId], stack.Local.Graph.Seen.Newest.Select(seen => seen.Tid));
    }

    [Fact]
    public async Task A34_one_users_throttling_is_nobody_elses()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { User = "alice", Status = 429, RetryAfterSeconds = 30, Times = 0 });

        for (var i = 0; i < 10; i++)
        {
            var alices = await stack.GetAsync("me", "alice");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (alices.Status, alices.RetryAfter));
        }

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
    }
}
