namespace FunctionsObo.Downstream;

/// <summary>What of a caller's <c>baggage</c> (https://www.w3.org/TR/baggage/) goes on to downstream APIs: section <c>Baggage</c>.</summary>
public sealed class BaggageOptions
{
    internal const string Section = "Baggage";

    /// <summary>
    /// The names of the entries that go on, compared exactly. At most 16, each an HTTP token of at most 64 characters. Default none: any
    /// caller can send any baggage, and every API that gets it may log it.
    /// </summary>
    public IList<string> AllowedNames { get; set; } = [];
}

/// <summary>The rules for section Baggage.</summary>
internal static class BaggageRules
{
    private const int MostNames = 16;
    private const int LongestName = 64;

    public static IEnumerable<string> Errors(BaggageOptions options)
    {
        if (options.AllowedNames.Count > MostNames) yield return $"Baggage:AllowedNames has more than {MostNames} names.";
        for (var i = 0; i < options.AllowedNames.Count; i++)
        {
            if (!IsName(options.AllowedNames[i]))
                yield return $"Baggage:AllowedNames:{i} must be a name of 1 to {LongestName} letters, digits and !#$%&'*+-.^_`|~.";
        }
    }

    /// <summary>RFC 9110 §5.6.2.</summary>
    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character));
}
