namespace FunctionsObo.Downstream.Calls;

/// <summary>How much, and how slowly, an API may answer.</summary>
/// <param name="Api">Whose limits they are.</param>
/// <param name="MaximumBytes">The most bytes of a body after decompression.</param>
/// <param name="LongestPause">The longest that a streamed body may pause.</param>
/// <param name="Time">The clock.</param>
internal sealed record AnswerLimits(string Api, long MaximumBytes, TimeSpan LongestPause, TimeProvider Time);
