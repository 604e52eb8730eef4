using System.CommandLine;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering;

/// <summary><c>functions-obo register</c>.</summary>
internal static class RegisterVerb
{
    public static Command Create(Terminal terminal, Option<OutputFormat> output)
    {
        var (options, cloud, file) = (new RegisterOptions(), new CloudOptions(), SettingsOption());
        var command = new Command("register", """
            Makes the app's registration right, from nothing or from what is there: the API with its scopes and app roles, the service principal, the
            permissions for each downstream API, consent, a credential, and the settings file. It says first what it will do, and asks. A second run changes
            nothing. What others made stays. Secrets are never printed.

            Examples:
              functions-obo register --dry-run
              functions-obo register --with-client
              functions-obo register --credential certificate
              functions-obo register --managed-identity 7d5f0c0e-0000-4000-8000-000000000001
              functions-obo register --rotate
              functions-obo register --emulator --user alice --with-client
            """) { file, output };
        foreach (var option in options.All.Concat(cloud.All)) command.Options.Add(option);
        options.Validate(command);
        command.SetAction((given, cancellationToken) => RunAsync(given, terminal, options, cloud, given.GetValue(file), given.GetValue(output), cancellationToken));
        AddJsonRule(command, output, options.DryRun, options.Yes);
        return command;
    }

    public static Option<string?> SettingsOption() => new("--settings") { Description = "The local.settings.json to read and write. Default: the one of this folder; it is made when it is not there.", HelpName = "file" };

    /// <summary>Programs answer no questions.</summary>
    public static void AddJsonRule(Command command, Option<OutputFormat> output, Option<bool> dryRun, Option<bool> yes) => command.Validators.Add(given =>
    {
        if (given.GetResult(output) is not null && given.GetValue(output) == OutputFormat.Json && !given.GetValue(dryRun) && !given.GetValue(yes)) given.AddError("--output json is for programs, which answer no questions: add --yes or --dry-run.");
    });

    private static async Task<int> RunAsync(ParseResult given, Terminal terminal, RegisterOptions options, CloudOptions cloud, string? file, OutputFormat format, CancellationToken cancellationToken)
    {
        var target = SettingsTarget.Open(terminal, file);
        var settings = target.Source is { } source ? AppSettings.Read(terminal, source) : AppSettings.OfVariables(terminal);
        var registrar = new Registrar(terminal, options, given, target);
        try
        {
            var result = await registrar.RunAsync(settings, cloud.Read(given, settings), format, cancellationToken);
            if (format == OutputFormat.Json) JsonOutput.Write(terminal.Out, result);
            else ResultText.Write(terminal, result);
            return result.ExitCode;
        }
        catch (Exception failure) when (failure is not UsageException && !registrar.HasBegun)
        {
            await terminal.Error.WriteLineAsync("Nothing was changed.");
            throw;
        }
    }
}
