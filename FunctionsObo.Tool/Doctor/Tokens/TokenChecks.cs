using FunctionsObo.Authentication;
using FunctionsObo.Tool.Explaining;

namespace FunctionsObo.Tool.Doctor.Tokens;

/// <summary>The token by the engine's own rules: the first reason to refuse it belongs to one of the checks.</summary>
internal static class TokenChecks
{
    private static readonly string[] After = ["M1", "M2", "M3"];

    public static IReadOnlyList<Check> All =>
    [
        new("T1", "The token is for this API: audience, issuer, version, tenant", Need.Token, (patient, cancel) => LookAsync(patient, "T1", cancel)) { After = After },
        new("T2", "It is valid now", Need.Token, (patient, cancel) => LookAsync(patient, "T2", cancel)) { After = After },
        new("T3", "Its scopes or roles admit it to functions", Need.Token, AdmittedAsync) { After = [.. After, "T1", "T2", "T4"] },
        new("T4", "It is an access token of an admitted client, signed by the identity platform", Need.Token, (patient, cancel) => LookAsync(patient, "T4", cancel)) { After = After },
    ];

    private static async Task<IReadOnlyList<Finding>> LookAsync(Examination patient, string check, CancellationToken cancellationToken)
    {
        var verdict = await patient.Token!.VerdictAsync(patient, cancellationToken);
        if (verdict.Caller is { } caller) return [Finding.Fine(Seen(caller, check))];

        var owner = OwnerOf(verdict.Refusal);
        if (owner is null) return [Finding.Unknown("The keys of the identity platform cannot be had.") with { IsUnreachable = true }];
        if (owner != check) return [Finding.Skipped($"because of {owner}")];
        var problem = RefusalProblems.Of(verdict);
        return [Finding.Wrong($"The API would answer {(int)problem.Status} {problem.Code}: {patient.Engine.Get<RefusalCause>().Of(verdict)}", ProblemCodes.Explain(problem.Code).Fix ?? "Get a new token.")];
    }

    private static string Seen(Caller caller, string check) => check switch
    {
        "T1" => $"tenant {caller.TenantId}",
        "T2" => $"until {caller.ExpiresAt:u}",
        _ => $"{(caller.Kind == CallerKind.User ? "a user" : "an app")}, of client {caller.ClientId}",
    };

    private static string? OwnerOf(TokenRefusal refusal) => refusal switch
    {
        TokenRefusal.WrongAudience or TokenRefusal.WrongIssuer or TokenRefusal.WrongVersion or TokenRefusal.WrongTenant => "T1",
        TokenRefusal.Expired or TokenRefusal.NotYetValid => "T2",
        TokenRefusal.MetadataUnavailable => null,
        _ => "T4",
    };

    private static async Task<IReadOnlyList<Finding>> AdmittedAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (patient.App is not { } app) return [Finding.Unknown("No built app was found, so what the code asks for is not known.", "Build the app, and give the path of its .dll with --app.")];
        var caller = (await patient.Token!.VerdictAsync(patient, cancellationToken)).Caller!;
        var guarded = app.Rules.Where(rule => rule.Value is { Trigger: Authorization.TriggerKind.Http, IsAnonymous: false }).ToList();
        var admitting = guarded.Where(rule => rule.Value.Admits(caller)).Select(rule => rule.Key).Order(StringComparer.Ordinal).ToList();
        if (guarded.Count == 0 || admitting.Count > 0) return [Finding.Fine($"{admitting.Count} of {guarded.Count} functions: {string.Join(", ", admitting)}")];

        var (kind, held, wanted) = caller.Kind == CallerKind.User ? ("scopes", caller.Scopes, app.Scopes) : ("app roles", caller.Roles, app.AppRoles);
        return [Finding.Wrong(
            $"No function admits it: it has the {kind} {List(held)}, and functions ask for {List(wanted)}",
            caller.Kind == CallerKind.User
                ? $"Have the client ask for {patient.Registration.ClientId}/.default, or for one of the scopes, with consent."
                : "Assign one of the app roles to the calling app, with admin consent, and get a new token.")];
    }

    private static string List(IReadOnlyList<string> values) => values.Count == 0 ? "(none)" : string.Join(", ", values);
}
