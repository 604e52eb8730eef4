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
        if (value is { Text.Length: > 0 }) Take(value, value.Text, $"is. {fix}");
    }

    /// <summary>Takes a value for what it comes to.</summary>
    /// <param name="value">The value.</param>
    /// <param name="meaning">What no other value may come to.</param>
    /// <param name="end">The end of the sentence that says who has it.</param>
    public void Take(Located value, string meaning, string end)
    {
        if (_seen.TryAdd(meaning, value)) return;
        var first = _seen[meaning];
        errors.Add(value, $"as {first.Path} in line {first.Place.Line} {end}");
    }

    /// <summary>Takes values of one owner, who may have one of them for several things.</summary>
    public void TakeAll(IEnumerable<Located?> values, string fix)
    {
        foreach (var value in values.OfType<Located>().DistinctBy(value => value.Text, StringComparer.OrdinalIgnoreCase))
            Take(value, fix);
    }
}
