using FunctionsObo.Tool.Output;
using Spectre.Console;

namespace FunctionsObo.Tool.Doctor;

/// <summary>The report for people: a table for each group.</summary>
internal static class ReportText
{
    public static void Write(Terminal terminal, IReadOnlyList<CheckReport> reports)
    {
        var screen = terminal.Screen();
        foreach (var group in reports.GroupBy(report => report.Check.Group))
        {
            screen.Write(new Text($"{group.Key}\n", new Style(decoration: Decoration.Bold)));
            var table = new Table { Border = TableBorder.None, ShowHeaders = false };
            table.AddColumn(new TableColumn("") { NoWrap = true, Padding = new(2, 0, 1, 0) }).AddColumn(new TableColumn("") { NoWrap = true }).AddColumn("");
            var told = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var report in group) table.AddRow(Mark(report.State), new Text(report.Check.Id), new Text(Words(report, told)));
            screen.Write(table);
            screen.WriteLine();
        }
    }

    /// <summary>What is fine is one line; all else says what was found, and the fix below it. The same once more in a group only says where it stands.</summary>
    private static string Words(CheckReport report, Dictionary<string, string> told) => report.State switch
    {
        CheckState.Unknown when !told.TryAdd(report.Findings[0].Text, report.Check.Id) => $"{report.Check.Subject}: could not be looked at, as {told[report.Findings[0].Text]}",
        CheckState.Fine => string.Join(' ', [$"{report.Check.Subject}:", string.Join("; ", report.Findings.Select(finding => finding.Text).Where(text => text.Length > 0))]).TrimEnd(' ', ':'),
        CheckState.Skipped => $"{report.Check.Subject}: left out, {string.Join("; ", report.Findings.Select(finding => finding.Text).Distinct(StringComparer.Ordinal))}",
        _ => string.Join('\n', report.Findings.Where(finding => finding.State > CheckState.Skipped).Select(finding => finding.Fix is { } fix ? $"{finding.Text}\n  What to do: {fix}" : finding.Text).Prepend($"{report.Check.Subject}:")),
    };

    private static Text Mark(CheckState state) => state switch
    {
        CheckState.Fine => new("ok", new Style(Color.Green)),
        CheckState.Warning => new("!", new Style(Color.Yellow)),
        CheckState.Wrong => new("NO", new Style(Color.Red)),
        CheckState.Unknown => new("?", new Style(Color.Aqua)),
        _ => new("-"),
    };
}
