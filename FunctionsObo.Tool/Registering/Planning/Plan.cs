using System.Text.Json.Serialization;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>What will happen, in this order.</summary>
/// <param name="Steps">Also those that have nothing to do.</param>
/// <param name="Problems">What the tool cannot put right, each with the fix.</param>
internal sealed record Plan(IReadOnlyList<Step> Steps, IReadOnlyList<string> Problems)
{
    /// <summary>What comes after all else, and only once a new credential is proven; null for nothing.</summary>
    public Step? Cleanup { get; init; }

    public bool ChangesSomething => Cleanup is not null || Steps.Any(step => step.Action != StepAction.Keep);
}

/// <summary>One object that is to be so, and what that takes. Doing it twice is the same as doing it once.</summary>
/// <param name="Action">What happens to it.</param>
/// <param name="Subject">What it is, for people.</param>
/// <param name="Changes">What changes on it; without secrets.</param>
internal sealed record Step(StepAction Action, string Subject, IReadOnlyList<Change> Changes)
{
    /// <summary>What stays although another would be expected, and why.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    [JsonIgnore]
    public Func<Work, CancellationToken, Task>? Apply { get; init; }
}

/// <summary>What a step does.</summary>
internal enum StepAction
{
    Keep,
    Create,
    Change,
    Restore,
    Remove,
}

/// <summary>A property that changes.</summary>
/// <param name="Property">As Microsoft Graph or the settings call it.</param>
/// <param name="Before">Null when it is not set.</param>
/// <param name="After">Null when it is taken away.</param>
internal sealed record Change(string Property, string? Before, string? After);
