using System.Net;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

/// <summary>Sessions on one of several instances, of Alice unless it says of whom.</summary>
internal static class InstanceSessions
{
    public static async Task<string> StartSessionAsync(this Instances instances, int instance, string user = "alice", TimeSpan? lifetime = null)
    {
        var (sessions, caller) = (instances.Get<LongRunningTokens>(instance), await instances.CallerAsync(instance, user));
        return await (lifetime is { } chosen ? sessions.StartAsync(caller, Targets.Graph, chosen, CancellationToken.None) : sessions.StartAsync(caller, Targets.Graph, CancellationToken.None));
    }

    public static async Task<DownstreamToken> ContinueAsync(this Instances instances, int instance, string key, TargetApi api, string objectId = WellKnown.AliceObjectId)
    {
        var token = await instances.Get<LongRunningTokens>(instance).ContinueAsync(key, WellKnown.ContosoTenantId, objectId, api, CancellationToken.None);
        Assert.Equal(objectId, Minting.Decode(token.Authorization.Split('.')[1])["oid"]!.GetValue<string>());
        return token;
    }

    public static Task StopAsync(this Instances instances, int instance, string key) =>
        instances.Get<LongRunningTokens>(instance).StopAsync(key, WellKnown.ContosoTenantId, WellKnown.AliceObjectId, CancellationToken.None);

    public static Task AssertUnknownAsync(this Instances instances, int instance, string key, TargetApi api, string objectId = WellKnown.AliceObjectId) =>
        instances.Get<LongRunningTokens>(instance).AssertUnknownAsync(key, WellKnown.ContosoTenantId, objectId, api);

    /// <summary>How often a refresh token was used.</summary>
    public static long Refreshes(this Instances instances) => instances.Stack.Emulator.Stats.Snapshot().Grants.GetValueOrDefault("refresh_token");

    /// <summary>The store does not answer in time, and a function that does not catch that says so.</summary>
    public static async Task AssertUnavailableAsync(this Instances instances, Func<Task> use)
    {
        var ending = use();
        await Eventually.TrueAsync(() =>
        {
            if (!ending.IsCompleted) instances.Stack.Time.Advance(TimeSpan.FromMilliseconds(2));
            return ending.IsCompleted;
        });
        var problem = (await Assert.ThrowsAsync<OboException>(() => ending)).ToProblem();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "session_store_unavailable", TimeSpan.FromSeconds(5)), (problem.Status, problem.Code, problem.RetryAfter));
    }
}
