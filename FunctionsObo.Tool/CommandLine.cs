using System.CommandLine;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Doctor;
using FunctionsObo.Tool.Explaining;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Registering;
using FunctionsObo.Tool.Settings;
using FunctionsObo.Tool.Tokens;

namespace FunctionsObo.Tool;

/// <summary>The verbs, and what their endings mean.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Create(terminal).Parse(args).InvokeAsync(
                new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false }, cancellationToken);
        }
        catch (UsageException unusable)
        {
            terminal.Error.WriteLine(unusable.Message);
            return ExitCodes.Usage;
        }
        catch (SignInException nobody)
        {
            terminal.Error.WriteLine(nobody.TheirText.Length == 0 ? nobody.Message : $"{nobody.Message} It said: {Shown.Of(nobody.TheirText, 600)}");
            return nobody.IsUnreachable ? ExitCodes.Unreachable : ExitCodes.Refused;
        }
        catch (GraphFault refused)
        {
            terminal.Error.WriteLine($"Microsoft Graph refused {refused.Call} with {(int)refused.Status} {Shown.Of(refused.Code)}: {Shown.Of(refused.Message)}{(refused.RequestId is { } id ? $" (request-id {Shown.Of(id)})" : "")}");
            if (GraphErrors.FixOf([.. refused.Details, refused.Code]) is { } fix) terminal.Error.WriteLine($"What to do: {fix}");
            return (int)refused.Status >= 500 ? ExitCodes.Unreachable : ExitCodes.Refused;
        }
        catch (HttpRequestException unreachable)
        {
            terminal.Error.WriteLine($"No answer: {Shown.Of(unreachable.GetBaseException().Message)}");
            return ExitCodes.Unreachable;
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            terminal.Error.WriteLine("No answer came in time.");
            return ExitCodes.Unreachable;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Cancelled.");
            return ExitCodes.Cancelled;
        }
        catch (Exception unforeseen) when (unforeseen is not OutOfMemoryException)
        {
            // Its message may quote the input, and the input may be a secret.
            terminal.Error.WriteLine($"Something went wrong in this tool that nobody foresaw ({unforeseen.GetType().Name}). Please report it.");
            return ExitCodes.Usage;
        }
    }

    private static RootCommand Create(Terminal terminal) => new("For an API that calls others on behalf of the user: registers it, finds what is wrong with it, explains what it meets, checks its settings, gets tokens to try it.")
    {
        DoctorVerb.Create(terminal, OutputOption()),
        ExplainVerb.Create(terminal, OutputOption()),
        SettingsVerb.Create(terminal, OutputOption()),
        RegisterVerb.Create(terminal, OutputOption()),
        UnregisterVerb.Create(terminal, OutputOption()),
        TokenVerb.Create(terminal, OutputOption()),
    };

    private static Option<OutputFormat> OutputOption() => new("--output")
    {
        Description = "How the result is written to standard output: text or json.",
        HelpName = "text|json",
        DefaultValueFactory = _ => OutputFormat.Text,
    };
}
