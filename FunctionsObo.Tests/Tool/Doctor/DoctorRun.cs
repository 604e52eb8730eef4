using System.Text.Json;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What <c>functions-obo doctor --output json</c> says of each check.</summary>
internal sealed record DoctorRun(ToolRun Run, IReadOnlyDictionary<string, Told> Checks)
{
    /// <summary>The checks that found something, in their order.</summary>
    public IEnumerable<string> Found => Checks.Where(check => check.Value.State is "wrong" or "warning").Select(check => check.Key);

    public static DoctorRun Of(ToolRun run)
    {
        Assert.True(run.Out.Length > 0, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        return new(run, json.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(
            check => check.GetProperty("id").GetString()!,
            check => new Told(check.GetProperty("state").GetString()!, Joined(check, "text"), Joined(check, "fix")),
            StringComparer.Ordinal));
    }

    /// <summary>Exactly this check found something, said what it saw, and named the fix.</summary>
    public void Finds(string check, string text, string fix)
    {
        Assert.Equal([check], Found);
        Assert.Contains(text, Checks[check].Text, StringComparison.Ordinal);
        Assert.Contains(fix, Checks[check].Fix, StringComparison.Ordinal);
    }

    /// <summary>No check found anything, and this one is in that state.</summary>
    public void FindsNothing(string check, string state)
    {
        Assert.Empty(Found);
        Assert.Equal(state, Checks[check].State);
    }

    private static string Joined(JsonElement check, string member) => string.Join(
        '\n', check.GetProperty("findings").EnumerateArray().Select(finding => finding.TryGetProperty(member, out var value) ? value.GetString() : null).Where(value => value is not null));
}

/// <summary>What was said of a check, all its findings together.</summary>
internal sealed record Told(string State, string Text, string Fix);
