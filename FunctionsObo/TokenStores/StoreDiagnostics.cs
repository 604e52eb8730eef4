using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FunctionsObo.Logging;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.TokenStores;

/// <summary>What operators see of the store itself: how long calls took and how they ended, and a line when it fails.</summary>
internal sealed partial class StoreDiagnostics
{
    private static readonly OurText GoesOn = OurText.Of($"Requests go on without it");
    private static readonly OurText Waits = OurText.Of($"Long-running sessions need it");

    private readonly Histogram<double> _duration;
    private readonly OncePerInterval<(StoreOperation Operation, OurText Cause)> _lately;
    private readonly ConcurrentDictionary<StoreWay, bool> _open = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public StoreDiagnostics(IMeterFactory meters, TimeProvider time, ILogger<StoreDiagnostics> logger)
    {
        _duration = meters.Create(Telemetry.Name).CreateHistogram(
            "functionsobo.store.call.duration", "s", "How long calls of the shared store took, by operation and outcome.", tags: null, Telemetry.Seconds);
        (_lately, _time, _logger) = (new(time), time, logger);
    }

    /// <summary>For whom it is not asked at the moment.</summary>
    public IReadOnlyList<StoreWay> OpenFor => [.. _open.Where(way => way.Value).Select(way => way.Key).Order()];

    /// <summary>The latest failure since the start; null if there was none.</summary>
    public FailedCall? LastFailure { get; private set; }

    /// <summary>A call has ended, or was not made.</summary>
    public void Ended(StoreOperation operation, StoreEnding ending, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, new TagList { { "operation", operation.ToString() }, { "outcome", ending.ToString() } });

    /// <summary>A call has failed.</summary>
    public void Failed(StoreOperation operation, StoreEnding ending, Exception thrown)
    {
        var cause = ending == StoreEnding.TimedOut ? OurText.Of($"no answer within its budget") : StoreFault.Of(thrown);
        LastFailure = new FailedCall(operation, cause, _time.GetUtcNow());
        if (_lately.Passes((operation, cause), out var suppressed)) Log.Failed(_logger, operation, cause, suppressed, IsOfSession(operation) ? Waits : GoesOn);
    }

    /// <summary>The circuit has opened or closed.</summary>
    /// <param name="way">Which of the two.</param>
    /// <param name="isOpen">What it is now; null for no change.</param>
    public void Report(StoreWay way, bool? isOpen)
    {
        if (isOpen is { } now) _open[way] = now;
        if (isOpen == true) Log.CircuitOpened(_logger, way);
        if (isOpen == false) Log.CircuitClosed(_logger, way);
    }

    private static bool IsOfSession(StoreOperation operation) => operation is StoreOperation.ReadSession or StoreOperation.WriteSession or StoreOperation.RemoveSession;

    private static partial class Log
    {
        [LoggerMessage(701, LogLevel.Warning, "The shared store fails at {Operation}: {Cause} ({Suppressed} more like this since the last line). {Consequence}", EventName = "StoreFailed")]
        public static partial void Failed(ILogger logger, StoreOperation operation, OurText cause, int suppressed, OurText consequence);

        [LoggerMessage(702, LogLevel.Warning, "The shared store keeps failing and is not asked for a while: circuit open for {Way}", EventName = "StoreCircuitOpened")]
        public static partial void CircuitOpened(ILogger logger, StoreWay way);

        [LoggerMessage(703, LogLevel.Information, "The shared store answers again: circuit closed for {Way}", EventName = "StoreCircuitClosed")]
        public static partial void CircuitClosed(ILogger logger, StoreWay way);
    }
}

/// <summary>A call of the store that failed.</summary>
/// <param name="Operation">What it was to do.</param>
/// <param name="Cause">Why.</param>
/// <param name="At">When it ended.</param>
internal sealed record FailedCall(StoreOperation Operation, OurText Cause, DateTimeOffset At);
