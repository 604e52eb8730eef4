namespace EntraEmulator.StackFiles;

/// <summary>Things that must not be there twice.</summary>
internal sealed class Unique(StackErrors errors)
{
    private readonly Dictionary<string, Located> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a value for its place, or says who has it.</summary>
    /// <param name="value">The value, or null where there is none.</param>
    /// <param name="fix">What to do about a second one.</param>
    /// <returns>Whether it was the first one.</returns>
    public bool Take(Located? value, string fix)
    {
        if (value is not { Text.Length: > 0 } || First(value, value.Text) is not { } first) return true;
        errors.Add(value, $"as {first.Path} in line {first.Place.Line} is. {fix}");
        return false;
    }

    /// <summary>Takes values of one owner, who may have one of them for several things.</summary>
    public void TakeAll(IEnumerable<Located?> values, string fix)
    {
        foreach (var value in values.OfType<Located>().DistinctBy(value => value.Text, StringComparer.OrdinalIgnoreCase))
            Take(value, fix);
    }

    /// <summary>The value that came to the same before, or null, and then this one is the first.</summary>
    public Located? First(Located value, string meaning) => _seen.TryAdd(meaning, value) ? null : _seen[meaning];
}
