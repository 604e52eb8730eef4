using System.Text.RegularExpressions;
using EntraEmulator.Errors;

namespace EntraEmulator.Graph;

/// <summary>Paths as OData has them: <c>applications(appId='…')/addPassword</c> is the same as <c>applications/appId='…'/addPassword</c>.</summary>
internal static partial class GraphPath
{
    public static IReadOnlyList<string> Split(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)))
        {
            var keyed = Keyed().Match(segment);
            if (keyed.Success) segments.AddRange([keyed.Groups["name"].Value, keyed.Groups["key"].Value]);
            else segments.Add(segment);
        }

        return segments;
    }

    /// <summary>The property and the value of an alternate key; for an object id the property is <c>id</c>.</summary>
    /// <exception cref="GraphErrorException">It can't be used here.</exception>
    public static (string Property, string Value) Key(string segment, params string[] alternates)
    {
        var key = Alternate().Match(segment);
        if (!key.Success) return ("id", segment);
        var property = key.Groups["property"].Value;
        return alternates.Contains(property, StringComparer.OrdinalIgnoreCase)
            ? (property, key.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal))
            : throw GraphErrors.With(400, "BadRequest", $"Resource not found for the segment '{segment}': '{property}' is no key.");
    }

    [GeneratedRegex(@"^(?<name>\w+)\((?<key>\w+='.*')\)\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Keyed();

    [GeneratedRegex(@"^(?<property>\w+)='(?<value>.*)'\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alternate();
}
