using System.CommandLine;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Explaining;

/// <summary><c>functions-obo explain</c>.</summary>
internal static class ExplainVerb
{
    private const string CanRead = "a token (JWT), an AADSTS number or error text, the JSON of an error or problem, a WWW-Authenticate value, a line of the app's log";

    public static Command Create(Terminal terminal, Option<OutputFormat> output)
    {
        var text = new Argument<string[]>("text") { Description = $"What to explain: {CanRead}. Without it, standard input is read.", Arity = ArgumentArity.ZeroOrMore };
        var file = new Option<string?>("--file") { Description = "Read it from a file.", HelpName = "file" };
        var settings = SettingsVerb.FileOption();
        var check = new Option<bool>("--check") { Description = "Check the signatures of tokens, with the keys of the identity platform." };
        var cloud = new CloudOptions();
        var command = new Command("explain", """
            Says what a token, an error or a challenge means for this API, and what to do. It recognises by itself what it is given, also several
            things in one text. Claims are judged by the settings. Nothing is sent anywhere, and tokens are never printed. With --check the keys of
            the identity platform are fetched, and the signatures of tokens are checked.

            Examples:
              functions-obo explain AADSTS65001
              functions-obo explain --file token.txt --settings local.settings.json
              curl -si http://localhost:7071/api/me | functions-obo explain

            Give a token by --file or standard input: arguments stay in the shell's history.
            """) { text, file, settings, check, cloud.EmulatorOption, output };
        command.Validators.Add(given =>
        {
            if (given.GetValue(file) is not null && given.GetValue(text) is { Length: > 0 }) given.AddError("Give either a text or --file.");
        });
        command.SetAction(async (given, cancellationToken) =>
        {
            var input = await Input.ReadAsync(terminal, given.GetValue(text) ?? [], given.GetValue(file), cancellationToken);
            var app = Settings(terminal, given.GetValue(settings));
            var signatures = given.GetValue(check)
                ? await SignatureCheck.OfAsync(Reader.Tokens(input), app, cloud.Emulator(given), terminal, cancellationToken)
                : ((IReadOnlyList<Explanation>, bool)?)null;
            return Run(terminal, input, app, signatures, given.GetValue(output));
        });
        return command;
    }

    /// <summary>A file that nobody asked for does not keep anything from being explained.</summary>
    private static AppSettings Settings(Terminal terminal, string? file)
    {
        try
        {
            return AppSettings.Read(terminal, file);
        }
        catch (UsageException unusable) when (file is null)
        {
            terminal.Error.WriteLine($"Tokens are not compared with a file: {unusable.Message}");
            return AppSettings.OfVariables(terminal);
        }
    }

    private static int Run(Terminal terminal, string input, AppSettings settings, (IReadOnlyList<Explanation> Explanations, bool IsRefused)? signatures, OutputFormat format)
    {
        var (explanations, isRefused) = Reader.Read(input, settings, terminal.Time.GetUtcNow(), signatures is not null);
        if (signatures is { } them) (explanations, isRefused) = ([.. explanations, .. them.Explanations], isRefused || them.IsRefused);
        if (format == OutputFormat.Json) JsonOutput.Write(terminal.Out, new { explanations });
        else ExplanationText.Write(terminal.Out, explanations);

        if (explanations.Count > 0) return isRefused ? ExitCodes.Findings : ExitCodes.Done;
        terminal.Error.WriteLine($"Nothing in it was recognised. It can be: {CanRead}.");
        return ExitCodes.Usage;
    }
}
