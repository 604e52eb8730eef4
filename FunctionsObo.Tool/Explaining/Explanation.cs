namespace FunctionsObo.Tool.Explaining;

/// <summary>What one thing in the input means here.</summary>
/// <param name="Kind">What it is: "token", "AADSTS", "problem", "challenge", "network".</param>
/// <param name="Subject">Which one, without a secret in it.</param>
/// <param name="Meaning">One or two sentences.</param>
/// <param name="Fix">What to do about it; null when nothing is to be done.</param>
internal sealed record Explanation(string Kind, string Subject, string Meaning, string? Fix)
{
    /// <summary>What it is made of.</summary>
    public IReadOnlyList<Detail> Details { get; init; } = [];
}

/// <summary>One part, such as a claim.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What stands there, fit for a terminal.</param>
/// <param name="State">Whether this API takes it.</param>
/// <param name="Note">What it means, or what was expected.</param>
internal sealed record Detail(string Name, string Value, DetailState State = DetailState.Shown, string? Note = null);

/// <summary>What is thought of a part.</summary>
internal enum DetailState
{
    /// <summary>It is only shown.</summary>
    Shown,

    /// <summary>As this API wants it.</summary>
    Fine,

    /// <summary>The API refuses it.</summary>
    Wrong,

    /// <summary>It could not be compared; the note says why.</summary>
    Unknown,
}

/// <summary>A meaning and what to do.</summary>
internal sealed record Advice(string Meaning, string? Fix);
