using System.Net;
using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Registering.Reading;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>
/// Takes away what is marked. A service principal takes its consent and app roles along. What is deleted stays among the deleted items for 30 days and
/// keeps its unique name, so it is purged too (https://learn.microsoft.com/graph/api/directory-deleteditems-delete).
/// </summary>
internal static class RemovalPlan
{
    public static Plan Of(Marked marked, SettingsTarget target)
    {
        Step[] steps =
        [
            .. marked.Apps.SelectMany(Remove),
            .. marked.Deleted.Select(item => Purge(item.Name, item.Id)),
            .. marked.Adopted is { } adopted ? AdoptedCredentials(adopted, marked.Federated) : [],
            .. SettingsRemoval.Of(target, [.. marked.Apps.Select(app => app.ClientId).OfType<string>()]),
        ];
        string[] problems = marked.Adopted is { } others
            ? [$"The application {others.Text("displayName")} was made by others, so it stays, with its scopes, permissions and consent: others may rely on them. Take away by hand what nobody needs."]
            : [];
        return new(steps, problems);
    }

    private static IEnumerable<Step> Remove(FoundApp app)
    {
        var manifest = app.Manifest!;
        var (name, id) = (manifest.Text("displayName") ?? "", manifest.Text("id")!);
        var principal = app.Principal?.Text("id");
        if (principal is not null) yield return Delete($"service principal of {name}, with its consent and app roles", $"servicePrincipals/{principal}", principal);
        yield return Delete($"application {name} with its credentials", $"applications/{id}", id);
        if (principal is not null) yield return Purge($"the service principal of {name}", principal);
        yield return Purge(name, id);
    }

    private static Step Delete(string subject, string path, string id) => new(StepAction.Remove, subject, [new Change("id", id, After: null)])
    {
        Apply = (work, cancellationToken) => UnlessGoneAsync(() => work.Graph.SendAsync(HttpMethod.Delete, path, null, cancellationToken)),
    };

    /// <summary>Who may delete need not be allowed to purge.</summary>
    private static Step Purge(string name, string id) => new(StepAction.Remove, $"{name} from the deleted items", [new Change("deletedItems", id, After: null)])
    {
        Apply = async (work, cancellationToken) =>
        {
            try
            {
                await UnlessGoneAsync(() => work.Graph.SendAsync(HttpMethod.Delete, $"directory/deletedItems/{id}", null, cancellationToken));
            }
            catch (GraphFault refused) when (refused.Status == HttpStatusCode.Forbidden)
            {
                work.NotPurged.Add(name);
            }
        },
    };

    private static IEnumerable<Step> AdoptedCredentials(JsonObject app, IReadOnlyList<JsonObject> federated)
    {
        var path = $"applications/{app.Text("id")}";
        foreach (var secret in app.Objects("passwordCredentials").Where(IsOurs))
        {
            yield return new Step(StepAction.Remove, "client secret", [new Change("passwordCredentials", secret.Text("displayName"), After: null)])
            {
                Apply = (work, cancellationToken) => work.Graph.SendAsync(HttpMethod.Post, $"{path}/removePassword", new JsonObject { ["keyId"] = secret.Text("keyId") }, cancellationToken),
            };
        }

        var certificates = app.Objects("keyCredentials").ToLookup(IsOurs);
        if (certificates[true].Any())
        {
            yield return new Step(StepAction.Remove, "certificates", [.. certificates[true].Select(one => new Change("keyCredentials", one.Text("displayName"), After: null))])
            {
                Apply = (work, cancellationToken) => work.Graph.SendAsync(HttpMethod.Patch, path, new JsonObject { ["keyCredentials"] = certificates[false].ListOf() }, cancellationToken),
            };
        }

        foreach (var trust in federated.Where(one => one.Text("name")?.StartsWith(Mark.FederatedPrefix, StringComparison.Ordinal) == true))
            yield return Delete("federated credential", $"{path}/federatedIdentityCredentials/{trust.Text("id")}", trust.Text("name")!);
    }

    private static bool IsOurs(JsonObject credential) => credential.Text("displayName")?.StartsWith(Mark.CredentialPrefix, StringComparison.Ordinal) == true;

    private static async Task UnlessGoneAsync(Func<Task> remove)
    {
        try
        {
            await remove();
        }
        catch (GraphFault gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            // An earlier run took it away, or the one took the other along.
        }
    }
}
