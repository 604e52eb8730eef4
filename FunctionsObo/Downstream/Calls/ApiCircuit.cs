using FunctionsObo.Circuits;
using FunctionsObo.Errors;
using FunctionsObo.Logging;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Downstream.Calls;

/// <summary>The circuit of one API: which attempts are its failures, and what operators see of it.</summary>
internal sealed partial class ApiCircuit(string api, CircuitBreakerOptions options, TimeProvider time, ILogger logger)
{
    private readonly Circuit _circuit = new(new CircuitLimits(options.Failures, options.FailureRatio, options.SamplingDuration, options.BreakDuration), time);

    /// <inheritdoc cref="Circuit.IsOpen"/>
    public bool IsOpen => _circuit.IsOpen;

    /// <inheritdoc cref="Circuit.TryEnter"/>
    public bool TryEnter(CallAs identity, out Attempt attempt, out TimeSpan wait) => _circuit.TryEnter(identity.CallerId, out attempt, out wait);

    /// <summary>The attempt has ended.</summary>
    /// <param name="identity">As whom.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="failed">What it ended with; null for a success.</param>
    /// <param name="callerGone">Signalled when its caller has left.</param>
    public void Leave(CallAs identity, in Attempt attempt, Exception? failed, CancellationToken callerGone)
    {
        var change = _circuit.Leave(identity.CallerId, attempt, EndingOf(failed, callerGone));
        if (change == CircuitChange.Opened) Log.CircuitOpened(logger, OwnName.Of(api), options.BreakDuration.TotalSeconds);
        if (change == CircuitChange.Closed) Log.CircuitClosed(logger, OwnName.Of(api));
    }

    /// <summary>Only what the API did, or did not do in time, is its failure: not a missing token, and not a caller who left.</summary>
    private static AttemptEnding EndingOf(Exception? failed, CancellationToken callerGone) => failed switch
    {
        null => AttemptEnding.Answered,
        DownstreamException { ResponseStatus: { } status } refused => AnswerJudgement.Of((int)status, refused.AskedToWait is not null),
        DownstreamException { Cause: FailureCause.TimedOut or FailureCause.Unreachable } => AttemptEnding.Failed,
        OperationCanceledException when !callerGone.IsCancellationRequested => AttemptEnding.Failed, // the attempt's time, or the call's
        _ => AttemptEnding.Unknown,
    };

    private static partial class Log
    {
        [LoggerMessage(504, LogLevel.Warning, "{Api} keeps failing: circuit open for {Seconds:0.#} s", EventName = "DownstreamCircuitOpened")]
        public static partial void CircuitOpened(ILogger logger, OwnName api, double seconds);

        [LoggerMessage(505, LogLevel.Information, "{Api} answers again: circuit closed", EventName = "DownstreamCircuitClosed")]
        public static partial void CircuitClosed(ILogger logger, OwnName api);
    }
}
