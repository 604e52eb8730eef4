using System.CommandLine;
using FunctionsObo.Tool.App;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Doctor.Registered;
using FunctionsObo.Tool.Doctor.Tokens;
using FunctionsObo.Tool.Explaining;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor;

/// <summary><c>functions-obo doctor</c>.</summary>
internal static class DoctorVerb
{
    public static Command Create(Terminal terminal, Option<OutputFormat> output)
    {
        var options = new DoctorOptions();
        var command = new Command("doctor", """
            Looks at an API from its settings to its registration and says, check by check, what is fine, what is wrong with the fix, and what could
            not be looked at and why. It changes nothing. Secrets and tokens are never printed.

            Examples:
              functions-obo doctor --offline
              functions-obo doctor --settings FunctionApp/local.settings.json
              functions-obo doctor --directory --sign-in --auth browser
              functions-obo doctor --emulator --user alice --call http://localhost:7071/api/me
            """) { output };
        foreach (var option in options.All) command.Options.Add(option);
        command.Validators.Add(options.Validate);
        command.SetAction((given, cancellationToken) => RunAsync(options.Read(given, terminal), terminal, given.GetValue(output), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DoctorChoice choice, Terminal terminal, OutputFormat format, CancellationToken cancellationToken)
    {
        var reach = new Reach(choice.Cloud, terminal);
        var signIn = choice.Cloud is { } cloud ? new Lazy<SignIn>(() => new SignIn(cloud, reach.Http, terminal)) : null;
        await using var patient = new Examination(terminal, choice.Settings, reach)
        {
            IsOffline = choice.IsOffline,
            App = FindApp(choice, terminal),
            Directory = choice.ReadsDirectory && signIn is not null ? DirectoryOf(choice, reach, signIn.Value, terminal) : null,
            Token = await TokenAsync(choice, signIn, terminal, cancellationToken),
            Client = choice.Client,
            Call = choice.Call,
        };
        using var progress = new Progress(terminal);
        var reports = await new Examiner(patient, progress).RunAsync([.. AllChecks.List.Where(check => !choice.IsOffline || check.Needs == Need.Nothing)], cancellationToken);
        if (format == OutputFormat.Json) ReportJson.Write(terminal.Out, reports);
        else ReportText.Write(terminal, reports);
        terminal.Error.WriteLine(Summary.Of(reports));
        return Summary.ExitCodeOf(reports);
    }

    /// <exception cref="UsageException">The app that was named is none.</exception>
    private static BuiltApp? FindApp(DoctorChoice choice, Terminal terminal)
    {
        if (choice.App is { } named) return BuiltApp.Read(Path.Combine(terminal.Folder, named));
        var found = AppSearch.Find([.. choice.Settings.File is { } file ? [Path.GetDirectoryName(file.Path)!] : (string[])[], terminal.Folder]);
        try
        {
            return found is null ? null : BuiltApp.Read(found);
        }
        catch (UsageException unreadable)
        {
            terminal.Error.WriteLine($"What the code asks for is not known: {unreadable.Message}");
            return null;
        }
    }

    private static AppDirectory DirectoryOf(DoctorChoice choice, Reach reach, SignIn signIn, Terminal terminal) =>
        new(new GraphClient(choice.Cloud!.Addresses, reach.Http, signIn, new Waiting(terminal)), choice.Settings.AzureAd().ClientId);

    /// <summary>Standard input is read before anything else is done.</summary>
    private static async Task<TokenForApi?> TokenAsync(DoctorChoice choice, Lazy<SignIn>? signIn, Terminal terminal, CancellationToken cancellationToken)
    {
        if (choice.TokenFile is { } file)
        {
            if (file == "-" && !terminal.InputIsRedirected) throw new UsageException("--token - reads standard input: hand the token over with a pipe or a file, not at the keyboard.");
            var token = (await Input.ReadAsync(terminal, [], file == "-" ? null : file, cancellationToken)).Trim();
            return new TokenForApi(_ => Task.FromResult(token));
        }

        return choice.SignsIn && signIn is not null
            ? new TokenForApi(async cancel => (await signIn.Value.GetTokenAsync($"{choice.Settings.AzureAd().ClientId}/.default", choice.Client, null, cancel)).Token)
            : null;
    }
}
