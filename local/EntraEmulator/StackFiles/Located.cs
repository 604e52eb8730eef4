using System.Runtime.InteropServices;
using System.Text.Json;

namespace EntraEmulator.StackFiles;

/// <summary>A JSON value that knows where it stands.</summary>
internal sealed record Located(JsonValueKind Kind, Place Place, string Path)
{
    private const int LongestShown = 60;

    /// <value>Where the name of a member stands.</value>
    public Place NamePlace { get; init; }

    /// <value>What an error calls it.</value>
    public string Name => Path.Length == 0 ? "the file" : Path;

    /// <value>The content of a text, or a number as it is written.</value>
    public string Text { get; init; } = "";

    public IReadOnlyDictionary<string, Located> Members { get; init; } = new Dictionary<string, Located>(StringComparer.Ordinal);

    public IReadOnlyList<Located> Items { get; init; } = [];

    /// <value>The value as an error shows it.</value>
    public string Shown => Kind switch
    {
        JsonValueKind.String => $"\"{InShort(Text)}\"",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => InShort(Text),
    };

    /// <summary>What of a text an error shows: its beginning.</summary>
    public static string InShort(string text) => text.Length > LongestShown ? $"{text[..LongestShown]}…" : text;
}

/// <summary>Line and column (in characters), both from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(int Line, int Column);
