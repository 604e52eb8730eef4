using System.Net;
using System.Text.RegularExpressions;
using TestSupport;

namespace Local.Tests.DevStack.Support;

/// <summary>api.http as editors read it: variables, and requests with names, headers and bodies.</summary>
internal static partial class ApiFile
{
    public static string Text { get; } = File.ReadAllText(Repository.PathOf("api.http"));

    public static IReadOnlyDictionary<string, string> Variables { get; } =
        Variable().Matches(Text).ToDictionary(variable => variable.Groups["name"].Value, variable => variable.Groups["value"].Value, StringComparer.Ordinal);

    /// <summary>In the file's order.</summary>
    public static IReadOnlyList<ApiCall> Calls { get; } = [.. Text.Split("###").Skip(1).Select(Read)];

    private static ApiCall Read(string part)
    {
        var parts = part.ReplaceLineEndings("\n").Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        var request = lines.First(line => line.Length > 0 && char.IsAsciiLetterUpper(line[0]) && line.Contains(" {{", StringComparison.Ordinal)).Split(' ', 2);
        return new ApiCall(
            lines[0].Trim(),
            lines.FirstOrDefault(line => line.StartsWith("# @name ", StringComparison.Ordinal))?["# @name ".Length..],
            new HttpMethod(request[0]),
            request[1],
            [.. lines.Where(line => line.Contains(": ", StringComparison.Ordinal) && line != lines[0]).Select(line => line.Split(": ", 2)).Select(header => (header[0], header[1]))],
            parts is [_, var body] && body.Trim() is { Length: > 0 } text ? text : null);
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>\S+)", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}

/// <param name="Title">What it shows; a status at its end, if it is not 200.</param>
/// <param name="Name">What later calls know its answer by.</param>
/// <param name="Method">The method.</param>
/// <param name="Address">With variables.</param>
/// <param name="Headers">With variables.</param>
/// <param name="Body">JSON; null for none.</param>
internal sealed record ApiCall(string Title, string? Name, HttpMethod Method, string Address, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    public HttpStatusCode Status => int.TryParse(Title.Split(": ")[^1], out var status) ? (HttpStatusCode)status : HttpStatusCode.OK;
}
