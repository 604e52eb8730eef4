using System.Text.Json.Nodes;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>Between what an object is and what it should be: what to send, and how to say it.</summary>
internal sealed class Difference
{
    private readonly List<Change> _changes = [];
    private readonly List<string> _left = [];

    /// <summary>Only what changes: the directory keeps what is absent.</summary>
    public JsonObject Body { get; } = [];

    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>What stays although another would be expected.</summary>
    public IReadOnlyList<string> Left => _left;

    public bool IsAny => _changes.Count > 0;

    /// <summary>Sends a property, for a change that is told as it is.</summary>
    public void Set(string property, JsonNode value, string? before, string after)
    {
        Body[property] = value;
        Tell(property, before, after);
    }

    /// <summary>Tells a change; who tells it sees that it is sent.</summary>
    public void Tell(string property, string? before, string? after) => _changes.Add(new Change(property, before, after));

    public void Leave(string why) => _left.Add(why);

    public Step ToStep(string subject, bool isNew, Func<Work, CancellationToken, Task> apply) => IsAny || isNew
        ? new Step(isNew ? StepAction.Create : StepAction.Change, subject, Changes) { Left = Left, Apply = apply }
        : new Step(StepAction.Keep, subject, []) { Left = Left };
}
