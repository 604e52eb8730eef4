using System.CommandLine;
using FunctionsObo.Tool.App;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Registering.Planning;
using FunctionsObo.Tool.Registering.Reading;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering;

/// <summary><c>functions-obo unregister</c>.</summary>
internal static class UnregisterVerb
{
    public static Command Create(Terminal terminal, Option<OutputFormat> output)
    {
        var (cloud, file, name) = (new CloudOptions(), RegisterVerb.SettingsOption(), RegisterOptions.NameOption());
        var (clientId, dryRun, yes) = (new Option<string?>("--client-id") { Description = "The application, by client id. Default: AzureAd:ClientId of the settings.", HelpName = "id" }, RegisterOptions.DryRunOption(), RegisterOptions.YesOption());
        var command = new Command("unregister", """
            Takes away what 'register' made, and only that: applications and service principals that have its mark, with their consent, app roles and
            credentials, also from the deleted items; and their ids from the settings file. It says first what it will do, and asks.

            Examples:
              functions-obo unregister --dry-run
              functions-obo unregister --emulator --user alice --yes
            """) { file, output, name, clientId, dryRun, yes };
        foreach (var option in cloud.All) command.Options.Add(option);
        RegisterVerb.AddJsonRule(command, output, dryRun, yes);
        command.SetAction(async (given, cancellationToken) =>
        {
            var target = SettingsTarget.Open(terminal, given.GetValue(file));
            var settings = target.Source is { } source ? AppSettings.Read(terminal, source) : AppSettings.OfVariables(terminal);
            var app = WantedReader.NameOf(given.GetValue(name), AppSearch.Find(terminal.Folder, target.Folder), target);
            var id = given.GetValue(clientId) ?? (Placeholders.IsOne(settings.AzureAd().ClientId) ? null : settings.AzureAd().ClientId);
            return await RunAsync(terminal, target, settings, cloud.Read(given, settings), (id, new Mark(app)), given.GetValue(dryRun), given.GetValue(yes), given.GetValue(output), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, SettingsTarget target, AppSettings settings, CloudChoice cloud, (string? ClientId, Mark Mark) app, bool isDryRun, bool isAnswered, OutputFormat format, CancellationToken cancellationToken)
    {
        using var http = CloudConnection.Client(cloud.Addresses, terminal);
        var graph = new GraphClient(cloud.Addresses, http, new SignIn(cloud, http, terminal), new Waiting(terminal));
        var signedIn = await SignedIn.ReadAsync(graph, cloud, terminal, cancellationToken);
        await terminal.Error.WriteLineAsync(signedIn.ToString());
        signedIn.CheckTenant(settings.AzureAd());
        var plan = RemovalPlan.Of(await new MarkedReader(graph).ReadAsync(app.ClientId, app.Mark, cancellationToken), target);
        if (format == OutputFormat.Text) PlanTree.Print(terminal.Screen(), $"What 'register' made in {signedIn.TenantName}", plan);

        var work = new Work(graph, new Replication(terminal), new Found { Api = FoundApp.None, Resources = new Dictionary<string, System.Text.Json.Nodes.JsonObject?>(StringComparer.Ordinal) });
        var outcome = !plan.ChangesSomething ? Outcome.Unchanged : isDryRun ? Outcome.Planned
            : await terminal.ConfirmAsync($"Take this away from the tenant {Shown.Of(signedIn.TenantName)}, as {signedIn.Who}?", isAnswered, cancellationToken) ? Outcome.Done : Outcome.Declined;
        if (outcome == Outcome.Done) await new Applying(terminal).RunAsync(plan.Steps, work, cancellationToken);
        var result = new UnregisterResult(new(signedIn.TenantId, signedIn.TenantName, signedIn.Who), plan, outcome, target.Name, work.NotPurged);
        if (format == OutputFormat.Json) JsonOutput.Write(terminal.Out, result);
        else result.Tell(terminal.Error);
        return result.ExitCode;
    }
}
