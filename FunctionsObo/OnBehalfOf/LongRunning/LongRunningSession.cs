using FunctionsObo.Downstream.Resilience;
using FunctionsObo.OnBehalfOf.Cache;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>What is kept of one session: whose it is, and MSAL's serialized tokens, the refresh token among them.</summary>
internal sealed record LongRunningSession(TokenHolder Holder, byte[] Tokens, DateTimeOffset UsedAt)
{
    public long Size => 300 + Tokens.Length;

    public override string ToString() => "long-running session";
}
