using System.Net;
using FunctionsHost.InProcess;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.TokenStores;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>Two instances that share a store, users whom they know, and what a purge does.</summary>
internal static class Purging
{
    /// <summary>How often instances ask for purges of others.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(15);

    /// <param name="configure">A last word on each instance.</param>
    public static async Task<Instances> StartAsync(Action<AppSetup>? configure = null)
    {
        var instances = await Instances.StartAsync(seenAs: null, configure);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.GetMarksAsync)) >= 2);
        return instances;
    }

    extension(Instances instances)
    {
        /// <summary>A token of a user whom the first instance and the store know.</summary>
        public async Task<string> KnownAsync(string user)
        {
            var entries = instances.Store.Entries.Count;
            var token = instances.Stack.Emulator.IssueAccessToken(user);
            await instances.CallAsync(0, token);
            await Eventually.TrueAsync(() => instances.Store.Entries.Count == entries + 1);
            return token;
        }

        /// <summary>A token of a user whom both instances know.</summary>
        public async Task<string> KnownToBothAsync(string user)
        {
            var token = await instances.KnownAsync(user);
            await instances.CallAsync(1, token);
            return token;
        }

        public void PurgeAlice(int instance) => instances.Get<OboTokenProvider>(instance).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId);

        /// <summary>Waits until the store has so many marks.</summary>
        public Task MarkedAsync(int marks) => Eventually.TrueAsync(async () => (await instances.Store.GetMarksAsync(0, CancellationToken.None)).Marks.Count == marks);

        /// <summary>Lets a time pass after which both instances have read the marks.</summary>
        public async Task SeenAsync(TimeSpan within)
        {
            var read = instances.Store.Count(nameof(ICoordinatingTokenStore.GetMarksAsync));
            instances.Stack.Time.Advance(within);
            await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.GetMarksAsync)) >= read + 2);
        }

        public async Task CallAsync(int instance, string token) => Assert.Equal(HttpStatusCode.OK, (await instances.GetAsync(instance, "me", token)).Status);
    }
}
