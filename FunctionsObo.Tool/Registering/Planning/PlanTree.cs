using FunctionsObo.Tool.Output;
using Spectre.Console;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>A plan for people: each object with what happens to it, property by property, and what is left.</summary>
internal static class PlanTree
{
    private const int Longest = 600;

    public static void Print(IAnsiConsole screen, string title, Plan plan)
    {
        var tree = new Tree(Text(title));
        foreach (var step in plan.Cleanup is { } cleanup ? plan.Steps.Append(cleanup) : plan.Steps)
        {
            var node = tree.AddNode($"{Mark(step.Action)} {Text(step.Subject)}");
            foreach (var change in step.Changes) node.AddNode(Text($"{change.Property}: {Line(change)}"));
            foreach (var left in step.Left) node.AddNode($"[grey]left as it is: {Text(left)}[/]");
        }

        foreach (var problem in plan.Problems) tree.AddNode($"[red]problem:[/] {Text(problem)}");
        screen.Write(tree);
    }

    private static string Line(Change change) => change switch
    {
        { Before: null, After: { } after } => after,
        { Before: { } before, After: null } => $"{before} (taken away)",
        _ => $"{change.Before} → {change.After}",
    };

    private static string Mark(StepAction action) => action switch
    {
        StepAction.Keep => "[grey]keep   [/]",
        StepAction.Create => "[green]create [/]",
        StepAction.Change => "[yellow]change [/]",
        StepAction.Restore => "[green]restore[/]",
        _ => "[red]remove [/]",
    };

    private static string Text(string text) => Markup.Escape(Shown.Of(text, Longest));
}
