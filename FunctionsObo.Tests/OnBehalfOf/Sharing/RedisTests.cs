using System.Net;
using FunctionsObo.Tests.TokenStores.Contract;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Caching.Distributed;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>Two instances and a cache that many apps have already.</summary>
public sealed class RedisTests(GarnetFixture garnet) : IClassFixture<GarnetFixture>
{
    [Fact]
    public async Task Users_are_known_to_all_instances_and_each_gets_their_own()
    {
        var written = new Written(garnet.Cache);
        await using var instances = await Instances.StartAsync(store => new DistributedCacheStore(written, TimeProvider.System));
        (string Token, string Id)[] users =
        [
            (instances.Stack.Emulator.IssueAccessToken("alice"), WellKnown.AliceObjectId),
            (instances.Stack.Emulator.IssueAccessToken("bob"), WellKnown.BobObjectId),
        ];

        foreach (var user in users) await AnswersAsync(instances, 0, user.Token, user.Id);
        await Eventually.TrueAsync(() => written.Count == users.Length);
        foreach (var user in users) await AnswersAsync(instances, 1, user.Token, user.Id);

        Assert.Equal(users.Length, instances.Exchanges);
    }

    private static async Task AnswersAsync(Instances instances, int instance, string token, string objectId)
    {
        var reply = await instances.GetAsync(instance, "me", token);
        Assert.Equal((HttpStatusCode.OK, objectId), (reply.Status, reply.Json.GetProperty("id").GetString()));
    }

    /// <summary>Counts what has been written, as a cache does not say what it has.</summary>
    private sealed class Written(IDistributedCache cache) : IDistributedCache
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public byte[]? Get(string key) => cache.Get(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => cache.GetAsync(key, token);

        public void Refresh(string key) => throw new NotSupportedException();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Remove(string key) => cache.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default) => cache.RemoveAsync(key, token);

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => cache.Set(key, value, options);

        public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            await cache.SetAsync(key, value, options, token);
            Interlocked.Increment(ref _count);
        }
    }
}
