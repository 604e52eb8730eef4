using System.Diagnostics;

namespace FunctionsObo.Logging;

/// <summary>
/// Work that requests share has the context of none of them. Yet a line in the log belongs to the request that began the work: its scopes name
/// the invocation, by which Azure's host finds the trace, and the caller's correlation id. So only the line is written in that context.
/// </summary>
internal static class RequestContext
{
    private static readonly AsyncLocal<ExecutionContext?> Began = new();

    /// <summary>Says inside of shared work whose it is; it holds until the work has ended.</summary>
    /// <param name="request">What <see cref="ExecutionContext.Capture"/> gave in the request; null for nobody's.</param>
    public static void BelongTo(ExecutionContext? request) => Began.Value = request;

    /// <summary>Writes lines in the context of the request that began this work, or here if there is none; the span stays the one of here.</summary>
    public static void Write(Action lines)
    {
        if (Began.Value is not { } request)
        {
            lines();
            return;
        }

        var span = Activity.Current;
        ExecutionContext.Run(
            request,
            _ =>
            {
                Activity.Current = span ?? Activity.Current;
                lines();
            },
            state: null);
    }
}
