using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Registering.Reading;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>Makes a registration be so: out of the deleted items, by its unique name, or by a change.</summary>
internal static class ApplicationSteps
{
    /// <summary>Brings back what was deleted. The application and its service principal are two items; the application alone would get a new one without its consent.</summary>
    public static IEnumerable<Step> Restore(FoundApp found, string subject, Func<Work, RegisteredApp> app)
    {
        if (found is not { IsDeleted: true, Manifest: { } manifest }) yield break;
        var id = manifest.Text("id")!;
        yield return new Step(StepAction.Restore, subject, [new Change("deletedItems", manifest.Text("deletedDateTime"), After: null)])
        {
            Apply = async (work, cancellationToken) =>
            {
                await work.Graph.SendAsync(HttpMethod.Post, $"directory/deletedItems/{id}/restore", null, cancellationToken);
                app(work).Manifest = await work.SendAsync(subject, HttpMethod.Get, AppFinder.Address($"/{id}"), null, cancellationToken);
            },
        };
        if (found.DeletedPrincipal is not { } principal) yield break;
        yield return new Step(StepAction.Restore, $"service principal of {subject}", [new Change("deletedItems", principal, After: null)])
        {
            Apply = async (work, cancellationToken) =>
            {
                await work.SendAsync(subject, HttpMethod.Post, $"directory/deletedItems/{principal}/restore", null, cancellationToken);
                app(work).PrincipalId = principal;
            },
        };
    }

    /// <param name="found">What is there.</param>
    /// <param name="subject">What it is, for people.</param>
    /// <param name="uniqueName">By which a second run finds what the first made, even where its answer was lost.</param>
    /// <param name="planned">What is to be sent, as far as it is known now.</param>
    /// <param name="difference">What is to be sent once the steps before are done.</param>
    /// <param name="app">Where what is learned goes.</param>
    public static Step Upsert(FoundApp found, string subject, string uniqueName, Difference planned, Func<Work, Difference> difference, Func<Work, RegisteredApp> app) =>
        planned.ToStep(subject, found.Manifest is null, (work, cancellationToken) => found.Manifest is null
            ? CreateAsync(work, subject, uniqueName, difference(work).Body, app(work), cancellationToken)
            : PatchAsync(work, subject, difference(work).Body, app(work), cancellationToken));

    /// <summary>Changes what is there by now.</summary>
    public static async Task PatchAsync(Work work, string subject, JsonObject body, RegisteredApp app, CancellationToken cancellationToken)
    {
        await work.SendAsync(subject, HttpMethod.Patch, app.Path, body, cancellationToken);
        foreach (var (name, value) in body) app.Manifest![name] = value?.DeepClone();
    }

    /// <summary>An application that is there already answers without a body: then an earlier run made it, and it was not to be seen yet.</summary>
    private static async Task CreateAsync(Work work, string subject, string uniqueName, JsonObject body, RegisteredApp app, CancellationToken cancellationToken)
    {
        var key = $"(uniqueName='{uniqueName.Quoted()}')";
        app.Manifest = await work.Graph.SendAsync(HttpMethod.Patch, $"applications{key}", body, cancellationToken, createIfMissing: true)
            ?? await work.SendAsync(subject, HttpMethod.Get, AppFinder.Address(key), null, cancellationToken);
    }
}
