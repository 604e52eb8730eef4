using System.CommandLine;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Settings;

/// <summary><c>functions-obo settings</c>.</summary>
internal static class SettingsVerb
{
    /// <summary>Room for the names of all keys of a section.</summary>
    private const int LongestError = 2000;

    public static Option<string?> FileOption() => new("--settings")
    {
        Description = "A local.settings.json, or what 'az functionapp config appsettings list' prints. Default: local.settings.json of this folder, if it is there. Environment variables stand over a local file.",
        HelpName = "file",
    };

    public static Command Create(Terminal terminal, Option<OutputFormat> output)
    {
        var file = FileOption();
        var command = new Command("settings", """
            Prints every setting that the app reads: its value, where it is from, and what the app's start would say about it. Secrets are hidden.

            Examples:
              functions-obo settings
              functions-obo settings --settings FunctionApp/local.settings.json --output json
            """) { file, output };
        command.SetAction(given => Run(terminal, given.GetValue(file), given.GetValue(output)));
        return command;
    }

    private static int Run(Terminal terminal, string? file, OutputFormat format)
    {
        var settings = AppSettings.Read(terminal, file);
        var rows = SettingList.Of(settings);
        var errors = rows.Sum(row => row.Errors.Count);
        if (format == OutputFormat.Json) JsonOutput.Write(terminal.Out, new { errors, settings = rows });
        else Print(terminal.Out, rows);

        if (!settings.IsAnyThere) terminal.Error.WriteLine($"No setting was found, in no {SettingsFile.Usual} here and no variable: name a file with --settings.");
        else if (errors == 0) terminal.Error.WriteLine("Nothing is wrong with the settings. Whether the identity platform agrees, only it knows.");
        else terminal.Error.WriteLine($"The app would not start: {errors} {(errors == 1 ? "error" : "errors")}.");
        return errors == 0 ? ExitCodes.Done : ExitCodes.Findings;
    }

    private static void Print(TextWriter to, IReadOnlyList<Setting> rows)
    {
        foreach (var row in rows)
        {
            to.WriteLine($"{(row.IsValid ? "  " : "! ")}{Shown.Of(row.Key)} = {row.Value ?? "(not set)"}  [{Shown.Of(row.Source)}]");
            foreach (var error in row.Errors) to.WriteLine($"    {Shown.Of(error, LongestError)}");
        }
    }
}
