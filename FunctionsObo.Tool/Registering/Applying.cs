using System.Net;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Registering.Planning;

namespace FunctionsObo.Tool.Registering;

/// <summary>Does the steps of a plan one by one, and never ends half-way without a word on how far it came.</summary>
internal sealed class Applying(Terminal terminal)
{
    private const string Rights = "Who signed in may not do this. It takes the role Application Developer, or Cloud Application Administrator for what others own; or an administrator does it: 'register --dry-run --output json' prints what is to be done.";

    private readonly List<string> _done = [];

    public async Task RunAsync(IEnumerable<Step> steps, Work work, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (step.Apply is not { } apply) continue;
            try
            {
                await apply(work, cancellationToken);
            }
            catch (Exception failure)
            {
                TellHowFar(step);
                if (failure is GraphFault { Status: HttpStatusCode.Forbidden }) await terminal.Error.WriteLineAsync(Rights);
                throw;
            }

            var line = $"{Word(step.Action)}: {Shown.Of(step.Subject)}";
            _done.Add(line);
            await terminal.Error.WriteLineAsync(line);
        }
    }

    private void TellHowFar(Step step)
    {
        terminal.Error.WriteLine(_done.Count == 0 ? "Stopped at the first step." : $"Stopped. Done so far: {string.Join("; ", _done)}.");
        terminal.Error.WriteLine($"Not known: whether '{Shown.Of(step.Subject)}' was done. Run the same command again: it looks first, goes on from there, and makes nothing twice.");
    }

    private static string Word(StepAction action) => action switch
    {
        StepAction.Create => "Made",
        StepAction.Restore => "Restored",
        StepAction.Remove => "Removed",
        _ => "Changed",
    };
}
