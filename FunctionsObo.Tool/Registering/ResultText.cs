using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Registering;

/// <summary>The end of a run, for people.</summary>
internal static class ResultText
{
    public static void Write(Terminal terminal, RegisterResult result)
    {
        var to = terminal.Error;
        to.WriteLine(result.Outcome switch
        {
            Outcome.Planned when result.Plan.ChangesSomething => "Nothing was changed: this was a dry run.",
            Outcome.Declined => "Nothing was changed.",
            Outcome.Done => $"Done. The app {result.ClientId} is registered, and {result.Settings} names it.",
            _ when result.Findings.Count > 0 => $"Nothing to change on the app {result.ClientId} that this tool can.",
            _ => $"Nothing to change: the app {result.ClientId} is registered as it should be.",
        });
        if (result.CredentialIsProven == true) to.WriteLine("Its credential works: it got a token.");
        if (result.ConsentLink is { } link) to.WriteLine($"An administrator still has to consent; until then, calls to other APIs are refused. Send them this link: {link}");
        foreach (var finding in result.Findings) to.WriteLine($"Still wrong: {Shown.Of(finding, 2000)}");
    }
}
