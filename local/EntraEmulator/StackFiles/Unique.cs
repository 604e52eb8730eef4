namespace EntraEmulator.StackFiles;

/// <summary>Things that must not be there twice.</summary>
internal sealed class Unique(StackErrors errors)
{
    private readonly Dictionary<string, Located> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a value for its place, or says who has it.</summary>
    /// <param name="value">The value, or null where there is none.</param>
    /// <param name="fix">What to do about a second one.</param>
    public void Take(Located? value, string fix)
    {
        if (value is not { Text.Length: > 0 } || _seen.TryAdd(value.Text, value)) return;
        var first = _seen[value.Text];
        errors.Add(value, $"as {first.Path} in line {first.Place.Line} is. {fix}");
    }
}
