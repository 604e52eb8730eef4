using System.Net;
using EntraEmulator.Dev;
using FunctionsObo.TokenStores;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>Somebody reads and writes the store. Each test has a user whom the first instance knows, changes the store, and calls the second one.</summary>
public sealed class HostileStoreTests
{
    public static TheoryData<string, Func<byte[], byte[]>> Changes => new()
    {
        { "cut", content => content[..^1] },
        { "empty", _ => [] },
        { "flipped", content => [.. content[..20], (byte)(content[20] ^ 1), .. content[21..]] },
        { "another version", content => [(byte)(content[0] + 1), .. content[1..]] },
        { "a token in plain text", _ => "{\"access_token\":\"eyJhbGciOiJub25lIn0.e30.\"}"u8.ToArray() },
        { "longer", content => [.. content, .. content] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A38_an_entry_that_does_not_open_is_absent_and_is_replaced(string what, Func<byte[], byte[]> change)
    {
        await using var instances = await Instances.StartAsync();
        var token = await KnownAsync(instances, "alice");
        var (place, (content, _)) = Assert.Single(instances.Store.Entries);
        instances.Store.Entries[place] = (change(content), DateTimeOffset.MaxValue); // and never to be cleared away

        await AnswersAsync(instances, 1, token, WellKnown.AliceObjectId);
        Assert.Equal(2, instances.Exchanges);
        await Eventually.TrueAsync(() => instances.Store.Entries.TryGetValue(place, out var now) && now.Content.Length == content.Length && now.Until < DateTimeOffset.MaxValue);
        await AnswersAsync(instances, await instances.AddAsync(), token, WellKnown.AliceObjectId);

        Assert.True(instances.Exchanges == 2, what);
    }

    [Fact]
    public async Task A38_entries_that_are_swapped_are_served_to_nobody()
    {
        await using var instances = await Instances.StartAsync();
        var (alices, bobs) = (await KnownAsync(instances, "alice"), await KnownAsync(instances, "bob", entries: 2));
        var entries = instances.Store.Entries.ToArray();
        (instances.Store.Entries[entries[0].Key], instances.Store.Entries[entries[1].Key]) = (entries[1].Value, entries[0].Value);

        await AnswersAsync(instances, 1, alices, WellKnown.AliceObjectId);
        await AnswersAsync(instances, 1, bobs, WellKnown.BobObjectId);

        Assert.Equal(4, instances.Exchanges);
    }

    [Fact]
    public async Task A38_another_token_of_the_same_user_finds_nothing()
    {
        await using var instances = await Instances.StartAsync();
        await KnownAsync(instances, "alice");

        await AnswersAsync(instances, 1, instances.Stack.Emulator.IssueAccessToken("alice"), WellKnown.AliceObjectId);

        Assert.Equal(2, instances.Exchanges);
    }

    [Fact]
    public async Task A38_an_old_entry_that_is_brought_back_is_served_no_longer_than_it_may()
    {
        await using var instances = await Instances.StartAsync();
        var token = await KnownAsync(instances, "alice", lifetime: TimeSpan.FromHours(3));
        var (place, (content, _)) = Assert.Single(instances.Store.Entries);

        instances.Stack.Time.Advance(TimeSpan.FromMinutes(56)); // the downstream token lives for an hour or more
        instances.Stack.Time.Advance(TimeSpan.FromMinutes(40));
        instances.Store.Entries[place] = (content, DateTimeOffset.MaxValue);
        await AnswersAsync(instances, 1, token, WellKnown.AliceObjectId);

        Assert.Equal(2, instances.Exchanges);
    }

    [Fact]
    public async Task A38_the_store_has_nothing_that_could_be_read()
    {
        await using var instances = await Instances.StartAsync();
        var token = await KnownAsync(instances, "alice");
        var downstream = Assert.Single(instances.Stack.Local.Graph.Seen.Newest);

        var (place, (content, _)) = Assert.Single(instances.Store.Entries);
        var seen = System.Text.Encoding.Latin1.GetString([.. place.ToArray(), .. content]);

        Assert.DoesNotContain("eyJ", seen, StringComparison.Ordinal);
        Assert.All([WellKnown.AliceObjectId, WellKnown.ContosoTenantId, WellKnown.FunctionAppClientId, "User.Read", downstream.Uti!, token[..20]], word => Assert.DoesNotContain(word, seen, StringComparison.Ordinal));
        Assert.InRange(content.GroupBy(one => one).Max(same => same.Count()), 1, 40); // of 1,500 bytes: no run, no padding to be seen
    }

    [Fact]
    public async Task A38_a_store_that_answers_with_anothers_entry_for_every_place_misleads_nobody()
    {
        await using var instances = await Instances.StartAsync(store => new OneAnswer(store));
        var alices = await KnownAsync(instances, "alice");

        await AnswersAsync(instances, 1, instances.Stack.Emulator.IssueAccessToken("bob"), WellKnown.BobObjectId);
        await AnswersAsync(instances, 1, alices, WellKnown.AliceObjectId);
    }

    /// <summary>A user whose token is in the store, by the first instance.</summary>
    private static async Task<string> KnownAsync(Instances instances, string user, int entries = 1, TimeSpan? lifetime = null)
    {
        var token = instances.Stack.Emulator.IssueAccessToken(new TokenRequest { User = user, Lifetime = lifetime });
        Assert.Equal(HttpStatusCode.OK, (await instances.GetAsync(0, "me", token)).Status);
        await Eventually.TrueAsync(() => instances.Store.Entries.Count == entries);
        return token;
    }

    private static async Task AnswersAsync(Instances instances, int instance, string token, string objectId)
    {
        var reply = await instances.GetAsync(instance, "me", token);
        Assert.Equal((HttpStatusCode.OK, objectId), (reply.Status, reply.Json.GetProperty("id").GetString()));
    }

    private sealed class OneAnswer(MemoryTokenStore store) : ITokenStore
    {
        public Task<byte[]?> GetAsync(StorePlace place, CancellationToken cancellationToken) => Task.FromResult(store.Entries.Values.Select(entry => entry.Content).FirstOrDefault());

        public Task SetIfNewerAsync(StorePlace place, byte[] content, TimeSpan lifetime, CancellationToken cancellationToken) => store.SetIfNewerAsync(place, content, lifetime, cancellationToken);

        public Task RemoveAsync(StorePlace place, CancellationToken cancellationToken) => store.RemoveAsync(place, cancellationToken);
    }
}
