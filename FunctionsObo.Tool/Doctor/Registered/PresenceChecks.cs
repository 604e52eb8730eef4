using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Doctor.Registered;

/// <summary>Whether the app is there, once, and looked after.</summary>
internal static class PresenceChecks
{
    private const int MostSecrets = 2;

    public static IReadOnlyList<Check> All =>
    [
        new("R1", "The tenant has the application", Need.Directory, ApplicationAsync) { After = ["S1", "S2"] },
        new("R2", "It has an enabled service principal in the tenant, and so has each downstream API", Need.Directory, PrincipalsAsync) { After = ["S9", "R1"] },
        new("R12", "The sign-in audience fits the tenants of the settings", Need.Directory, AudienceAsync) { After = ["R1"] },
        new("R13", "Whoever needs to be assigned is", Need.Directory, AssignmentAsync) { After = ["R1", "R2"] },
        new("R15", "It is the only one of its name, has an owner, and no heap of secrets", Need.Directory, HouseKeepingAsync) { After = ["R1"] },
    ];

    private static async Task<IReadOnlyList<Finding>> ApplicationAsync(Examination patient, CancellationToken cancellationToken)
    {
        var id = patient.Registration.ClientId;
        if (await patient.Directory!.ApplicationAsync(cancellationToken) is { } app) return [Finding.Fine(app.Text("displayName") ?? id)];
        return [await patient.Directory.IsDeletedAsync(cancellationToken)
            ? Finding.Wrong($"The application {id} was deleted", "Restore it under App registrations > Deleted applications within 30 days, with its service principal; or run 'functions-obo register'.")
            : Finding.Wrong($"The tenant has no application {id}", "Compare AzureAd:ClientId and AzureAd:TenantId with the registration's overview, or run 'functions-obo register'.")];
    }

    private static async Task<IReadOnlyList<Finding>> PrincipalsAsync(Examination patient, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        Add(await patient.Directory!.PrincipalAsync(cancellationToken), "The app");
        foreach (var api in patient.Apis)
        {
            var resource = patient.ScopeOf(api.Options.Scopes[0]).Resource;
            Add(await patient.Directory.ResourceAsync(resource, cancellationToken), $"{api.Name} ({resource})");
        }

        return findings;

        void Add(JsonObject? principal, string what) => findings.Add(principal switch
        {
            null => Finding.Wrong(
                $"{what} has no service principal in the tenant",
                "Have an administrator consent to it, or run 'functions-obo register', which makes the app's; a scope of an API that is not there is misspelt in DownstreamApis:…:Scopes."),
            _ when !principal.Flag("accountEnabled") => Finding.Wrong($"{what} is disabled in the tenant", "Switch 'Enabled for users to sign in' on under Enterprise applications > Properties."),
            _ => Finding.Fine(what),
        });
    }

    private static async Task<IReadOnlyList<Finding>> AudienceAsync(Examination patient, CancellationToken cancellationToken)
    {
        var audience = (await patient.Directory!.ApplicationAsync(cancellationToken))!.Text("signInAudience");
        var registration = patient.Registration;
        var wantsOthers = registration.IsMultiTenant || registration.AllowedTenants.Any(tenant => !tenant.Equals(registration.TenantId, StringComparison.OrdinalIgnoreCase) && Guid.TryParse(registration.TenantId, out _));
        return [audience == "AzureADMyOrg" && wantsOthers
            ? Finding.Wrong(
                "The registration is for its own tenant only (AzureADMyOrg), and the settings admit others",
                "Set its supported account types to multiple organizations, or name only its own tenant in AzureAd:TenantId and AzureAd:AllowedTenants.")
            : Finding.Fine(audience ?? "")];
    }

    private static async Task<IReadOnlyList<Finding>> AssignmentAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (!(await patient.Directory!.PrincipalAsync(cancellationToken))!.Flag("appRoleAssignmentRequired")) return [Finding.Fine("nobody needs to be assigned")];
        var assigned = await patient.Directory.AssignedAsync(cancellationToken);
        return [assigned.Count > 0
            ? Finding.Fine($"{assigned.Count} are assigned")
            : Finding.Wrong("Only who is assigned gets tokens, and nobody is", "Assign users, groups or apps under Enterprise applications > Users and groups, or switch 'Assignment required' off.")];
    }

    private static async Task<IReadOnlyList<Finding>> HouseKeepingAsync(Examination patient, CancellationToken cancellationToken)
    {
        var app = (await patient.Directory!.ApplicationAsync(cancellationToken))!;
        var findings = new List<Finding>();
        var same = await patient.Directory.NamedAsync(app.Text("displayName")!, cancellationToken);
        if (same.Count > 1)
        {
            findings.Add(Finding.Warning(
                $"{same.Count} applications are named '{app.Text("displayName")}': {string.Join(", ", same.Select(one => one.Text("appId")))}",
                "Give each another name, or delete those that nobody uses: this API's is AzureAd:ClientId."));
        }

        if ((await patient.Directory.OwnersAsync(cancellationToken)).Count == 0) findings.Add(Finding.Warning("It has no owner", "Add one under Owners, who is told when a credential expires."));
        var live = app.Objects("passwordCredentials").Count(secret => secret.Time("endDateTime") is not { } end || end > patient.Now);
        if (live > MostSecrets) findings.Add(Finding.Warning(string.Create(CultureInfo.InvariantCulture, $"{live} secrets are good at the same time"), "Remove those that nobody uses under Certificates & secrets."));
        return findings;
    }
}
