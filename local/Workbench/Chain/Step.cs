using System.Text.Json.Nodes;

namespace Workbench.Chain;

/// <summary>Something that was done to answer a request.</summary>
/// <param name="Kind">What.</param>
/// <param name="Start">When, in milliseconds from the request; null where nothing was recorded.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record Step(StepKind Kind, double? Start, double? Milliseconds)
{
    /// <value>What the engine says of it: accepted, refused, success, or why not.</value>
    public string? Outcome { get; init; }

    /// <value>Why it was refused or failed.</value>
    public string? Reason { get; init; }

    /// <value>The downstream API.</value>
    public string? Api { get; init; }

    /// <value>What was asked of the API.</value>
    public string? Request { get; init; }

    /// <value>The status of the answer.</value>
    public int? Status { get; init; }

    /// <value>The token that the API was called with; null where the API did not take one.</value>
    public string? Token { get; init; }

    /// <value>Where that token came from.</value>
    public TokenOrigin? Origin { get; init; }

    /// <value>Parameters of a request to the token endpoint, without what is secret.</value>
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <value>The token endpoint's answer.</value>
    public JsonObject? Answer { get; init; }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"{Kind} {Api} {Outcome}";
}

/// <summary>The kinds of steps, in the order of a usual request.</summary>
internal enum StepKind
{
    /// <summary>The app checks the caller's token.</summary>
    Validate,

    /// <summary>The app fetches metadata and keys of the identity platform.</summary>
    Metadata,

    /// <summary>The app exchanges the caller's token.</summary>
    Exchange,

    /// <summary>The app calls the API.</summary>
    Call,
}

/// <summary>Where a token for an API came from.</summary>
internal enum TokenOrigin
{
    /// <summary>It was exchanged for this request.</summary>
    Exchange,

    /// <summary>Another request was exchanging it already, and this one waited for the same answer.</summary>
    Shared,

    /// <summary>It was there from before.</summary>
    Cache,
}
