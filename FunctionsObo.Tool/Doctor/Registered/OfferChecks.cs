using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Doctor.Registered;

/// <summary>Whether the registration offers what the code asks callers for.</summary>
internal static class OfferChecks
{
    private const string NoApp = "No built app was found, so what the code asks for is not known.";
    private const string NameApp = "Build the app, and give the path of its .dll with --app.";

    public static IReadOnlyList<Check> All =>
    [
        new("R5", "Every [RequiredScope] of the code is a scope of the registration", Need.Directory, ScopesAsync) { After = ["R1"] },
        new("R6", "Every [RequiredAppRole] of the code is an app role for applications", Need.Directory, RolesAsync) { After = ["R1"] },
        new("R10", "Clients are known, so that one consent is for client and API", Need.Directory, ClientsAsync) { After = ["R1", "R2", "R8"] },
    ];

    private static async Task<IReadOnlyList<Finding>> ScopesAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (patient.App is not { } code) return [Finding.Unknown(NoApp, NameApp)];
        var offered = (await patient.Directory!.ApplicationAsync(cancellationToken))!.Object("api")?.Objects("oauth2PermissionScopes") ?? [];
        return [.. code.Scopes.Select(scope => Offered(offered, "scope", scope, "Expose an API")).DefaultIfEmpty(Finding.Fine("no function asks for a scope"))];
    }

    private static async Task<IReadOnlyList<Finding>> RolesAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (patient.App is not { } code) return [Finding.Unknown(NoApp, NameApp)];
        var offered = (await patient.Directory!.ApplicationAsync(cancellationToken))!.Objects("appRoles");
        var findings = code.AppRoles.Select(role => Offered(offered, "app role", role, "App roles") is { State: CheckState.Wrong } wrong ? wrong : Allowed(Named(offered, role)!, role)).ToList();
        if (code.HasHealthReport && !offered.Any(IsForApplications))
            findings.Add(Finding.Warning("The app has the health report, which is for apps with an app role, and the registration has none", "Add the role that AddHealthReport names under App roles, for applications."));
        return [.. findings.DefaultIfEmpty(Finding.Fine("no function asks for an app role"))];
    }

    private static Finding Offered(IReadOnlyList<JsonObject> offered, string kind, string value, string page) => Named(offered, value) switch
    {
        null => Finding.Wrong($"The code asks for the {kind} '{value}', and the registration has none", $"Add the {kind} '{value}' under {page}, as 'functions-obo register' does."),
        var one when !one.Flag("isEnabled") => Finding.Wrong($"The {kind} '{value}' is disabled", $"Enable it under {page}."),
        _ => Finding.Fine(value),
    };

    private static Finding Allowed(JsonObject role, string value) => IsForApplications(role) ? Finding.Fine(value)
        : Finding.Wrong($"The app role '{value}' is for users, and [RequiredAppRole] is for apps", "Allow it for applications under App roles.");

    private static bool IsForApplications(JsonObject role) => role.Texts("allowedMemberTypes").Contains("Application", StringComparer.Ordinal);

    private static JsonObject? Named(IReadOnlyList<JsonObject> offered, string value) => offered.FirstOrDefault(one => one.Text("value") == value);

    /// <summary>Without consent for all users, each user consents at the client's sign-in: to the API's permissions only if the API knows the client.</summary>
    private static async Task<IReadOnlyList<Finding>> ClientsAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (await Consents.AreForAllUsersAsync(patient, cancellationToken)) return [Finding.Fine("an administrator consented for all users")];
        string[] clients = patient.Client is { } client ? [client] : [.. patient.Registration.AllowedClientApplications];
        if (clients.Length == 0) return [Finding.Unknown("No client is named.", "Name one with --client, in TestClient:ClientId, or in AzureAd:AllowedClientApplications.")];

        var api = (await patient.Directory!.ApplicationAsync(cancellationToken))!.Object("api");
        var known = (api?.Texts("knownClientApplications") ?? []).Concat((api?.Objects("preAuthorizedApplications") ?? []).Select(one => one.Text("appId"))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = clients.Where(one => !known.Contains(one)).Select(one => Finding.Warning(
            $"The client {one} is not known to the API: its users consent to the client, and not to what the API calls",
            $"Add {one} to knownClientApplications in the manifest, or grant admin consent."));
        return [.. unknown.DefaultIfEmpty(Finding.Fine(string.Join(", ", clients)))];
    }
}
