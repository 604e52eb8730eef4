using System.Diagnostics;
using DevStack.DownstreamApis.Seen;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>
/// Whether an answer came with a downstream token from before the user's last sign-out. Which token it was, Microsoft Graph's stand-in knows by the request's trace. While the database has a
/// fault, and shortly after, instances cannot know of each other's purges, so that only what begins in quiet times is compared.
/// </summary>
internal sealed class SignOutCheck(SeenTokens seen, Journal journal)
{
    /// <summary>How long the database has to be well before a sign-out: for circuits to close, and for purges to be written that could not be before.</summary>
    private static readonly TimeSpan ToSettle = TimeSpan.FromSeconds(8);

    /// <summary>When all instances have to know of it: the interval of asking, twice, since one question may have come just too early.</summary>
    private static readonly TimeSpan ToReachAll = TimeSpan.FromSeconds(4);

    /// <summary>Gives a request a trace of its own, which goes on to Microsoft Graph.</summary>
    public static void Trace(HttpRequestMessage request) => request.Headers.Add("traceparent", $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01");

    /// <param name="user">Who called.</param>
    /// <param name="began">When, as a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="answer">What came of it.</param>
    public void Check(ChaosUser user, long began, HttpResponseMessage answer)
    {
        var trace = answer.RequestMessage!.Headers.GetValues("traceparent").Single().Split('-')[1];
        if (seen.Newest.FirstOrDefault(token => string.Equals(token.TraceId, trace, StringComparison.Ordinal))?.Uti is not { } downstreamToken) return;
        user.Saw(downstreamToken);
        if (user.LastSignOut is not { } signOut || Stopwatch.GetElapsedTime(signOut.At, began) < ToReachAll || journal.QuietSince is var quiet && (quiet == long.MaxValue || Stopwatch.GetElapsedTime(quiet, signOut.At) < ToSettle)) return;

        journal.ComparesWithSignOut();
        if (signOut.Before.Contains(downstreamToken)) journal.IsWrong($"{user.ObjectId} got a token from before a sign-out");
    }
}
