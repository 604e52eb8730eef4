using System.Text.Json;
using FunctionsObo.Tool.Registering.Credentials;
using FunctionsObo.Tool.Registering.Reading;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>
/// Compares what should be with what is. Nothing is called here. The order: first what has an id that others need, then the credential and the file that
/// keeps it, then consent, so that a refused consent leaves an app that starts.
/// </summary>
internal static class Planner
{
    public static Plan Of(Wanted wanted, Found found, CredentialSteps credential, SettingsTarget target, SettingsChanges settings)
    {
        var needed = NeededPermissions.Resolve(wanted, found);
        var (api, client) = ($"application {wanted.Name}", $"application {wanted.ClientName}");
        var manifest = ApiManifest.Compare(found.Api.Manifest, wanted, needed.All);
        var exposure = ApiExposure.Compare(found.Api.Manifest, wanted, found.Client.ClientId);
        Step?[] steps =
        [
            .. ApplicationSteps.Restore(found.Api, api, work => work.Api),
            ApplicationSteps.Upsert(found.Api, api, wanted.Mark.UniqueName, manifest, _ => manifest, work => work.Api),
            .. wanted.WithClient ? ClientSteps(wanted, found, client) : [],
            exposure.ToStep($"{api}: address and clients", isNew: false, (work, cancellationToken) =>
                ApplicationSteps.PatchAsync(work, api, ApiExposure.Compare(work.Api.Manifest, wanted, work.Client.ClientId).Body, work.Api, cancellationToken)),
            PrincipalStep.Of(found.Api, api, wanted, work => work.Api),
            wanted.WithClient ? PrincipalStep.Of(found.Client, client, wanted, work => work.Client) : null,
            credential.Step,
            SettingsStep.Of(target, settings, wanted, found.Api.ClientId, found.Client.ClientId, credential.Settings),
            .. ConsentSteps.Of(needed, found),
            .. AppRoleSteps.Of(needed, found),
        ];
        return new([.. steps.OfType<Step>()], [.. needed.Problems, .. Disabled(found)]) { Cleanup = credential.Cleanup };
    }

    private static IEnumerable<Step> ClientSteps(Wanted wanted, Found found, string subject) =>
    [
        .. ApplicationSteps.Restore(found.Client, subject, work => work.Client),
        ApplicationSteps.Upsert(
            found.Client, subject, wanted.Mark.ClientUniqueName, ClientManifest.Compare(found.Client.Manifest, wanted, found.Api.Manifest),
            work => ClientManifest.Compare(work.Client.Manifest, wanted, work.Api.Manifest), work => work.Client),
    ];

    /// <summary>Somebody switched it off, and may have had a reason.</summary>
    private static IEnumerable<string> Disabled(Found found)
    {
        foreach (var (name, app) in new[] { ("API", found.Api), ("test client", found.Client) })
            if (app.Principal?["accountEnabled"]?.GetValueKind() == JsonValueKind.False)
                yield return $"The service principal of the {name} is disabled, so it gets no tokens (AADSTS7000112): switch it on under Enterprise applications → Properties.";
    }
}
