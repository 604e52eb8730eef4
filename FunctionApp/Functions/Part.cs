using System.Runtime.ExceptionServices;
using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;

namespace FunctionApp.Functions;

/// <summary>One of several things that an answer is made of: what was got, or the outage that kept it away.</summary>
internal sealed record Part<T>(string Name, T? Value, Exception? Outage) : Part(Name, Outage)
    where T : class;

/// <summary>A part, whatever is in it.</summary>
internal abstract record Part(string Name, Exception? Outage)
{
    /// <summary>Waits for a call; an outage is a part that is missing. Whatever else a call ends with ends the request.</summary>
    public static async Task<Part<T>> TryAsync<T>(string name, Task<T> call)
        where T : class
    {
        try
        {
            return new Part<T>(name, await call, null);
        }
        catch (Exception outage) when (Translate(outage) is not null)
        {
            return new Part<T>(name, null, outage);
        }
    }

    /// <summary>What is missing. If everything is, that of the first part is thrown.</summary>
    public static IReadOnlyList<PartFailure> FailuresOf(params IReadOnlyList<Part> parts)
    {
        if (parts.All(part => part.Outage is not null)) ExceptionDispatchInfo.Throw(parts[0].Outage!);

        return [.. from part in parts
                   let failure = Translate(part.Outage)
                   where failure is not null
                   select new PartFailure(part.Name, (int)failure.Status, failure.Code, failure.Detail, Seconds(failure.RetryAfter))];
    }

    private static Failure? Translate(Exception? outage) => outage switch
    {
        DownstreamException downstream => DownstreamFailures.Translate(downstream),
        OboException { Failure: { Kind: OboFailureKind.Unavailable } none } => FailureTable.NoTokens(none.RetryAfter),
        _ => null,
    };

    private static int? Seconds(TimeSpan? wait) => wait is { } known ? (int)Math.Ceiling(known.TotalSeconds) : null;
}

/// <summary>Why a part is missing, in the words of the problem that it would have been alone.</summary>
/// <param name="Part">The member that is null.</param>
/// <param name="Status">The status that it would have had.</param>
/// <param name="Code">The stable word for programs.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="RetryAfterSeconds">When to try again, if that is known.</param>
public sealed record PartFailure(string Part, int Status, string Code, string Detail, int? RetryAfterSeconds);
