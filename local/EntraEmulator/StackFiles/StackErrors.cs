namespace EntraEmulator.StackFiles;

/// <summary>What is wrong with a stack file, in the order of the file.</summary>
internal sealed class StackErrors(string file)
{
    private const int Most = 20;
    private const int Longest = 1000;

    private readonly List<(Place Place, string Text)> _all = [];

    /// <summary>Adds an error.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="text">What is there, what is wrong with it, and the fix.</param>
    public void Add(Place place, string text) => _all.Add((place, OneLine(text)));

    /// <summary>Adds an error about a value, which it shows.</summary>
    public void Add(Located value, string text) => Add(value.Place, $"{value.Name} is {value.Shown}, {text}");

    /// <summary>A file can hold anything: control characters would move the console's cursor, and a line must have an end.</summary>
    private static string OneLine(string text) => string.Concat(text.Take(Longest).Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter));

    /// <exception cref="StackFileException">There are some.</exception>
    public void ThrowIfAny()
    {
        if (_all.Count == 0) return;
        var lines = _all.OrderBy(error => error.Place.Line).ThenBy(error => error.Place.Column).Select(error => $"{file}:{error.Place.Line}:{error.Place.Column}: {error.Text}");
        throw new StackFileException([.. _all.Count <= Most ? lines : lines.Take(Most).Append($"{file}: and {_all.Count - Most} more.")]);
    }
}

/// <summary>A stack file cannot be used. The message has a line for each error: file, line and column, the value, and the fix.</summary>
public sealed class StackFileException : Exception
{
    /// <summary>With one or more errors, each a line.</summary>
    public StackFileException(IReadOnlyList<string> errors, Exception? cause = null)
        : base(string.Join(Environment.NewLine, errors), cause) => Errors = errors;

    /// <summary>The errors in the order of the file, at most 20 and a line that says how many more there are.</summary>
    public IReadOnlyList<string> Errors { get; }
}
