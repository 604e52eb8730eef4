using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Registering.Planning;

namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>
/// A client secret: made by the directory, shown once, put away at once, never printed (https://learn.microsoft.com/graph/api/application-addpassword).
/// It is kept while it is live and the copy here is the same one; else a new one takes its place.
/// </summary>
internal static class SecretSteps
{
    private const string Subject = "client secret";

    public static CredentialSteps Of(CredentialOrder order, JsonObject? app, DateTimeOffset now)
    {
        var all = app?.Objects("passwordCredentials") ?? [];
        var ours = all.Where(one => one.Text("displayName") == order.Name).ToList();
        var current = all.Where(one => IsCopyOf(order.KnownSecret, one) && !(one.Time("endDateTime") <= now)).MaxBy(one => one.Time("startDateTime"));
        var others = all.Count(one => !ours.Contains(one) && one != current);
        string[] left = others == 0 ? [] : [$"{others} secret{(others == 1 ? "" : "s")} that are kept elsewhere or were made by others."];
        var isKept = current is not null && !order.Rotate;
        var stale = ours.Where(one => !isKept || one != current).ToList();
        if (isKept) return new(new Step(StepAction.Keep, $"{Subject} until {(current!.Time("endDateTime") is { } last ? Day(last) : "somebody removes it")}", []) { Left = left }, CredentialSteps.NoSettings, Cleanup(stale)) { Kept = new AppCredential(Secret: order.KnownSecret) };

        var end = now.AddDays(order.Days);
        var step = new Step(StepAction.Create, Subject, [new Change("passwordCredentials", Before: null, $"{order.Name}, until {Day(end)}")])
        {
            Left = left,
            Apply = (work, cancellationToken) => AddAsync(work, order, end, cancellationToken),
        };
        return new(step, Settings(order, "(the new secret)"), Cleanup(stale));
    }

    /// <summary>Of a secret the directory shows the first three characters.</summary>
    private static bool IsCopyOf(string? secret, JsonObject credential) =>
        secret is not null && credential.Text("hint") is { Length: > 0 } hint && secret.StartsWith(hint, StringComparison.Ordinal);

    private static async Task AddAsync(Work work, CredentialOrder order, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["passwordCredential"] = new JsonObject { ["displayName"] = order.Name, ["endDateTime"] = end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) } };
        var made = await work.SendAsync("the application", HttpMethod.Post, $"{work.Api.Path}/addPassword", body, cancellationToken);
        var (secret, keyId) = (made?.Text("secretText"), made?.Text("keyId"));
        if (secret is null || keyId is null) throw new InvalidOperationException("The directory made a secret and did not show it.");

        // From here on nothing is cancelled: a secret that nobody has put away must not stay.
        work.UndoCredential = () => RemoveAsync(work, keyId, CancellationToken.None);
        work.NewCredential = new AppCredential(Secret: secret);
        work.CredentialSettings = Settings(order, secret);
        if (order.UserSecretsProject is not { } project) return;
        try
        {
            await UserSecrets.SetAsync(project, order.Key("ClientSecret"), secret);
        }
        catch
        {
            await work.UndoCredential();
            throw;
        }
    }

    private static Step? Cleanup(List<JsonObject> stale) => stale.Count == 0 ? null : new Step(
        StepAction.Remove, "client secrets that nobody has any more", [.. stale.Select(one => new Change("passwordCredentials", $"{one.Text("displayName")}, {one.Text("keyId")}", After: null))])
    {
        Apply = async (work, cancellationToken) =>
        {
            foreach (var one in stale) await RemoveAsync(work, one.Text("keyId")!, cancellationToken);
        },
    };

    private static Task<JsonObject?> RemoveAsync(Work work, string keyId, CancellationToken cancellationToken) =>
        work.Graph.SendAsync(HttpMethod.Post, $"{work.Api.Path}/removePassword", new JsonObject { ["keyId"] = keyId }, cancellationToken);

    /// <summary>User secrets stand below the file, so there the key must not be.</summary>
    private static Dictionary<string, string?> Settings(CredentialOrder order, string secret) => new(StringComparer.OrdinalIgnoreCase)
    {
        [order.Key("SourceType")] = "ClientSecret",
        [order.Key("ClientSecret")] = order.UserSecretsProject is null ? secret : null,
    };

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
