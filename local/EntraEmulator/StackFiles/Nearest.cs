namespace EntraEmulator.StackFiles;

/// <summary>The word that was probably meant.</summary>
internal static class Nearest
{
    /// <returns>The candidate that differs least, or null where all differ in more than a third.</returns>
    public static string? To(string word, IEnumerable<string> candidates) => candidates
        .Where(candidate => Math.Abs(candidate.Length - word.Length) <= Most(candidate))
        .Select(candidate => (Candidate: candidate, Distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(one => one.Distance <= Most(one.Candidate))
        .OrderBy(one => one.Distance)
        .Select(one => one.Candidate)
        .FirstOrDefault();

    private static int Most(string candidate) => Math.Max(1, candidate.Length / 3);

    /// <summary>How many letters to add, remove or exchange (Levenshtein).</summary>
    public static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, first) = (row[0], i);
            row[0] = first;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
