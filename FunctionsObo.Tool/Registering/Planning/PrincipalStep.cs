using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Registering.Reading;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>The service principal, by which a tenant knows an application. Making the application does not make it (https://learn.microsoft.com/graph/api/serviceprincipal-upsert).</summary>
internal static class PrincipalStep
{
    public static Step Of(FoundApp found, string subject, Wanted wanted, Func<Work, RegisteredApp> app) => found.Principal is not null || found.DeletedPrincipal is not null
        ? new Step(StepAction.Keep, $"service principal of {subject}", [])
        : new Step(StepAction.Create, $"service principal of {subject}", [new Change("tags", Before: null, wanted.Mark.Tag)])
        {
            Apply = async (work, cancellationToken) =>
            {
                var address = $"servicePrincipals(appId='{app(work).ClientId}')";
                var made = await work.SendAsync(subject, HttpMethod.Patch, address, new JsonObject { ["tags"] = new JsonArray(wanted.Mark.Tag) }, cancellationToken, createIfMissing: true)
                    ?? await work.SendAsync($"the service principal of {subject}", HttpMethod.Get, address, null, cancellationToken);
                app(work).PrincipalId = made?.Text("id");
            },
        };
}
