using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

internal static class SessionAssertions
{
    /// <summary>There is no session with this key for this user.</summary>
    public static async Task AssertUnknownAsync(this LongRunningTokens sessions, string key, string tenantId, string objectId, TargetApi api)
    {
        var failed = await Assert.ThrowsAsync<OboException>(() => sessions.ContinueAsync(key, tenantId, objectId, api, CancellationToken.None));
        Assert.Equal(OboFailure.SessionUnknown, failed.Failure);
    }
}
