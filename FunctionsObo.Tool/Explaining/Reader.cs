using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Explaining;

/// <summary>Finds in a text what can be explained, by its content: tokens, challenges, JSON bodies, numbers, codes, causes. Each once.</summary>
internal static partial class Reader
{
    private const int MostTokens = 10;

    /// <summary>The tokens in a text, each once.</summary>
    public static IReadOnlyList<string> Tokens(string text) => [.. Token().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Take(MostTokens)];

    /// <param name="text">What somebody pasted.</param>
    /// <param name="settings">What tokens are judged by.</param>
    /// <param name="now">The time.</param>
    /// <param name="isSignatureChecked">Whether somebody else checks signatures.</param>
    /// <returns>What it says, and whether the API would refuse a token in it; nothing when nothing was recognised.</returns>
    public static (IReadOnlyList<Explanation> Explanations, bool IsRefused) Read(string text, AppSettings settings, DateTimeOffset now, bool isSignatureChecked = false)
    {
        var tokens = Tokens(text).Select(token => TokenText.Explain(token, settings, now, isSignatureChecked)).ToList();
        var (challenges, remainder) = Challenges.TakeFrom(Token().Replace(text, " "));
        IReadOnlyList<Explanation> found =
        [
            .. tokens.Select(token => token.Explanation), .. challenges, .. Bodies.Explain(remainder),
            .. Numbers(remainder).Select(EntraNumbers.Explain), .. Words(remainder), .. Causes(remainder),
        ];
        return ([.. found.DistinctBy(one => (one.Kind, one.Subject, one.Kind is "token" or "challenge" ? string.Join('\n', one.Details) : ""))], tokens.Exists(token => token.IsRefused));
    }

    private static IEnumerable<int> Numbers(string text) => Bare().Match(text) is { Success: true } bare
        ? [int.Parse(bare.Groups["number"].Value, CultureInfo.InvariantCulture)]
        : Number().Matches(text).Select(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)).Distinct();

    /// <summary>A code of ours by itself, or in a log line of ours.</summary>
    private static IEnumerable<Explanation> Words(string text)
    {
        var word = text.Trim();
        if (ProblemCodes.IsKnown(word)) return [ProblemCodes.Explain(word)];
        if (Challenges.IsError(word)) return [Challenges.ExplainError(word)];
        return LogLine().Matches(text).Select(match => match.Groups["code"].Value).Where(ProblemCodes.IsKnown).Select(ProblemCodes.Explain);
    }

    private static IEnumerable<Explanation> Causes(string text) => text.Split('\n').Select(NetworkCauses.FindIn).OfType<Explanation>();

    /// <summary>A JWT, or a JWE with its five parts; a header is a JSON object.</summary>
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*){2,4}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"AADSTS(?<number>\d{4,9})(?!\d)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\s*(?<number>\d{4,9})\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bare();

    /// <summary>Events 101, 102, 103 and 601.</summary>
    [GeneratedRegex(@"Request to \S+ ((refused|forbidden): |answered \w+ )(?<code>[a-z_]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogLine();
}
