using System.Runtime.ExceptionServices;
using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;

namespace FunctionApp.Functions;

/// <summary>One of several things that a response is made of: what was got, or the outage that kept it away.</summary>
internal sealed record PartialResult<T>(string Name, T? Value, ProblemException? Outage) : PartialResult(Name, Outage)
    where T : class;

/// <summary>A part, whatever is in it.</summary>
internal abstract record PartialResult(string Name, ProblemException? Outage)
{
    /// <summary>Waits for a call; an outage is a part that is missing. Whatever else a call ends with ends the request.</summary>
    public static async Task<PartialResult<T>> OfAsync<T>(string name, Task<T> call)
        where T : class
    {
        try
        {
            return new PartialResult<T>(name, await call, null);
        }
        catch (ProblemException outage) when (outage is DownstreamException or OboException { IsOutage: true })
        {
            return new PartialResult<T>(name, null, outage);
        }
    }

    /// <summary>What is missing. If everything is, that of the first part is thrown.</summary>
    public static IReadOnlyList<PartFailure> FailuresOf(params IReadOnlyList<PartialResult> parts)
    {
        if (parts.All(part => part.Outage is not null)) ExceptionDispatchInfo.Throw(parts[0].Outage!);

        return [.. from part in parts
                   let outage = part.Outage
                   where outage is not null
                   select new PartFailure(part.Name, (int)outage.Status, outage.Code, outage.Message, Seconds(outage.RetryAfter))];
    }

    private static int? Seconds(TimeSpan? wait) => wait is { } known ? (int)Math.Ceiling(known.TotalSeconds) : null;
}

/// <summary>Why a part is missing, in the words of the problem that it would have been by itself.</summary>
/// <param name="Part">The member that is null.</param>
/// <param name="Status">The status that it would have had.</param>
/// <param name="Code">The stable word for programs.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="RetryAfterSeconds">When to try again, if that is known.</param>
public sealed record PartFailure(string Part, int Status, string Code, string Detail, int? RetryAfterSeconds);
