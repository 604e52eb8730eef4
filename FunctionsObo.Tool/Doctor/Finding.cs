using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor;

/// <summary>What a check found, fit for a terminal.</summary>
/// <param name="State">What is thought of it.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Fix">One sentence that names the key or the command; null when nothing is to be done.</param>
internal sealed record Finding(CheckState State, string Text, string? Fix)
{
    private const int Longest = 600;

    /// <summary>Whether it is only that somebody does not answer.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>Whether it is that nobody signed in.</summary>
    public bool IsRefused { get; init; }

    public static Finding Fine(string text) => new(CheckState.Fine, Shown.Of(text, Longest), null);

    public static Finding Warning(string text, string fix) => new(CheckState.Warning, Shown.Of(text, Longest), Shown.Of(fix, Longest));

    public static Finding Wrong(string text, string fix) => new(CheckState.Wrong, Shown.Of(text, Longest), Shown.Of(fix, Longest));

    /// <summary>Nobody answers, so that it is wrong here and may be right elsewhere.</summary>
    public static Finding Unreachable(string text, string fix) => Wrong(text, fix) with { IsUnreachable = true };

    /// <summary>It could not be looked at.</summary>
    public static Finding Unknown(string why, string? fix = null) => new(CheckState.Unknown, Shown.Of(why, Longest), fix is null ? null : Shown.Of(fix, Longest));

    /// <summary>It was not looked at.</summary>
    public static Finding Skipped(string why) => new(CheckState.Skipped, why, null);
}

/// <summary>What is thought of something, the best first.</summary>
internal enum CheckState
{
    Fine,

    /// <summary>Not looked at, because of another check or because nobody asked.</summary>
    Skipped,

    /// <summary>Could not be looked at.</summary>
    Unknown,

    /// <summary>It works, and may not for long or for everybody.</summary>
    Warning,

    Wrong,
}
