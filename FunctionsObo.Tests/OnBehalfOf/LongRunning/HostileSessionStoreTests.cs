using System.Text;
using FunctionsObo.Tests.OnBehalfOf.Sharing;
using FunctionsObo.TokenStores;
using TestSupport;
using TestSupport.Stores;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

/// <summary>Somebody reads and writes the store that has the sessions.</summary>
public sealed class HostileSessionStoreTests
{
    [Theory]
    [MemberData(nameof(HostileStoreTests.Changes), MemberType = typeof(HostileStoreTests))]
    public async Task A41_a_session_that_does_not_open_is_absent(string what, Func<byte[], byte[]> change)
    {
        await using var instances = await Instances.StartAsync();
        var lookups = instances.Stack.Measure<long>("functionsobo.sessions.lookups");
        var key = await instances.StartSessionAsync(0);
        var (place, (session, until)) = Assert.Single(instances.Store.Sessions);
        instances.Store.Sessions[place] = (new StoredSession(change(session.Content), session.Version), until);

        await instances.AssertUnknownAsync(0, key, Graph);
        Assert.True(lookups.Count("result", "Unreadable") == 1, what);
        instances.Store.Sessions[place] = (session, until);
        await instances.ContinueAsync(0, key, Graph);
    }

    [Fact]
    public async Task A41_sessions_that_are_swapped_are_served_to_nobody()
    {
        await using var instances = await Instances.StartAsync();
        var (alices, bobs) = (await instances.StartSessionAsync(0), await instances.StartSessionAsync(0, "bob"));
        var sessions = instances.Store.Sessions.ToArray();
        (instances.Store.Sessions[sessions[0].Key], instances.Store.Sessions[sessions[1].Key]) = (sessions[1].Value, sessions[0].Value);

        await instances.AssertUnknownAsync(1, alices, Graph);
        await instances.AssertUnknownAsync(1, bobs, Graph, WellKnown.BobObjectId);
    }

    [Fact]
    public async Task A41_the_key_of_a_shared_session_is_useless_to_anybody_else()
    {
        await using var instances = await Instances.StartAsync();
        var key = await instances.StartSessionAsync(0);

        await instances.AssertUnknownAsync(1, key, Graph, WellKnown.BobObjectId);
        await instances.AssertUnknownAsync(1, key[..^1] + (key[^1] == 'A' ? 'B' : 'A'), Graph);
        await instances.AssertUnknownAsync(1, "", Graph);
        await instances.ContinueAsync(1, key, Graph);
    }

    [Fact]
    public async Task A41_the_store_has_nothing_of_a_session_that_could_be_read()
    {
        await using var instances = await Instances.StartAsync();
        var key = await instances.StartSessionAsync(0);
        var token = await instances.ContinueAsync(0, key, Graph);

        var (place, (session, _)) = Assert.Single(instances.Store.Sessions);
        var seen = Encoding.Latin1.GetString([.. place.ToArray(), .. session.Content]);

        Assert.All(
            [WellKnown.AliceObjectId, WellKnown.ContosoTenantId, WellKnown.FunctionAppClientId, "User.Read", "secret", "eyJ", key, key[..8], token.Authorization[7..40]],
            word => Assert.DoesNotContain(word, seen, StringComparison.Ordinal));
        Assert.DoesNotContain(key, place.ToString(), StringComparison.Ordinal);
        Assert.InRange(session.Content.GroupBy(one => one).Max(same => same.Count()), 1, 80); // of 6,000 bytes and more: no run, no padding to be seen
    }
}
