using System.CommandLine;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Registering.Credentials;
using FunctionsObo.Tool.Registering.Planning;
using FunctionsObo.Tool.Registering.Reading;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering;

/// <summary>One run of <c>register</c>: look, plan, show, ask, do, prove.</summary>
internal sealed class Registrar(Terminal terminal, RegisterOptions options, ParseResult given, SettingsTarget target)
{
    private readonly Replication _replication = new(terminal);

    /// <summary>Whether something may have been changed.</summary>
    public bool HasBegun { get; private set; }

    public async Task<RegisterResult> RunAsync(AppSettings settings, CloudChoice cloud, OutputFormat format, CancellationToken cancellationToken)
    {
        using var http = CloudConnection.Client(cloud.Addresses, terminal);
        var graph = new GraphClient(cloud.Addresses, http, new SignIn(cloud, http, terminal), new Waiting(terminal));
        var signedIn = await SignedIn.ReadAsync(graph, cloud, terminal, cancellationToken);
        await terminal.Error.WriteLineAsync(signedIn.ToString());
        signedIn.CheckTenant(settings.AzureAd());

        var wanted = new WantedReader(options, terminal, target).Read(given, settings, cloud.Addresses);
        var order = await new CredentialReader(options, terminal, target).ReadAsync(given, settings.AzureAd(), wanted, cloud.Addresses, signedIn.TenantId, cancellationToken);
        var found = await new FoundReader(graph).ReadAsync(wanted, cancellationToken);
        var credential = CredentialSteps.Of(order, found, terminal.Time.GetUtcNow());
        var plan = Planner.Of(wanted, found, credential, target, new SettingsChanges(settings.AzureAd(), target.Values, cloud.Addresses, signedIn.TenantId));
        if (format == OutputFormat.Text) PlanTree.Print(terminal.Screen(), $"{wanted.Name} in {signedIn.TenantName}", plan);

        var result = new RegisterResult
        {
            Tenant = new(signedIn.TenantId, signedIn.TenantName, signedIn.Who),
            Plan = plan,
            Outcome = plan.ChangesSomething ? Outcome.Planned : Outcome.Unchanged,
            ClientId = found.Api.ClientId,
            TestClientId = found.Client.ClientId,
            Settings = target.Name,
            Findings = plan.Problems,
        };
        if (given.GetValue(options.DryRun)) return result;
        if (plan.ChangesSomething && !await terminal.ConfirmAsync($"Change this in the tenant {Shown.Of(signedIn.TenantName)}, as {signedIn.Who}?", given.GetValue(options.Yes), cancellationToken))
            return result with { Outcome = Outcome.Declined };

        if (plan.ChangesSomething) target.CheckWritable();
        var work = new Work(graph, _replication, found) { CredentialSettings = credential.Settings };
        HasBegun = plan.ChangesSomething;
        await new Applying(terminal).RunAsync(plan.Steps, work, cancellationToken);
        var proof = await ProveAsync(new AppSignIn(cloud.Addresses, http, signedIn.TenantId, work.Api.ClientId!), work.NewCredential ?? credential.Kept, plan.ChangesSomething, cancellationToken);
        if (plan.Cleanup is { } cleanup && proof.IsProven == true) await new Applying(terminal).RunAsync([cleanup], work, cancellationToken);
        return result with
        {
            Outcome = plan.ChangesSomething ? Outcome.Done : Outcome.Unchanged,
            ClientId = work.Api.ClientId,
            TestClientId = work.Client.ClientId,
            CredentialIsProven = proof.IsProven,
            ConsentLink = work.ConsentIsPending ? $"{cloud.Addresses.Authority}{signedIn.TenantId}/adminconsent?client_id={work.Api.ClientId}" : null,
            Findings = [.. plan.Problems, .. proof.Findings, .. await AfterwardsAsync(order, cancellationToken)],
        };
    }

    private async Task<(bool? IsProven, IReadOnlyList<string> Findings)> ProveAsync(AppSignIn signIn, AppCredential? credential, bool isNew, CancellationToken cancellationToken)
    {
        if (credential is null || (credential.AssertionFile is { } file && !File.Exists(file))) return (null, []);
        return await new Proof(signIn, _replication).TryAsync(credential, isNew, cancellationToken) is { } number
            ? (false, [$"The app gets no token with its credential (AADSTS{number}; 'functions-obo explain AADSTS{number}' says what that is). A new one: functions-obo register --rotate."])
            : (true, []);
    }

    /// <summary>Whether the app would start with what is written, variables of this machine included.</summary>
    private async Task<IEnumerable<string>> AfterwardsAsync(CredentialOrder order, CancellationToken cancellationToken)
    {
        string[] secretFiles = order.Kind == CredentialKind.Certificate ? [target.Path, order.CertificateFile] : [target.Path];
        foreach (var file in secretFiles)
            if (await GitFiles.IsExposedAsync(file, cancellationToken)) await terminal.Error.WriteLineAsync($"git does not ignore {file}, which holds a secret: add it to .gitignore, and if it is tracked, 'git rm --cached' it.");
        var settings = AppSettings.Read(terminal, target.Path);
        var hidden = settings.Hidden.Where(one => one.Key.StartsWith("AzureAd:", StringComparison.OrdinalIgnoreCase)).Select(one => $"{one.Key} of {target.Name} is hidden by the variable {one.Variable}: unset it.");
        var errors = StartRules.Errors(settings).Where(error => order.UserSecretsProject is null || !error.StartsWith(order.Key("ClientSecret"), StringComparison.Ordinal));
        return hidden.Concat(errors.Select(error => $"The app would not start: {error}"));
    }
}
