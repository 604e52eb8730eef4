using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Doctor.Network;
using FunctionsObo.Tool.Doctor.Settings;

namespace FunctionsObo.Tool.Doctor.Metadata;

/// <summary>What the identity platform says of itself (OpenID Connect Discovery 1.0), read as the app reads it.</summary>
internal static class MetadataChecks
{
    private const string IssuerFix = "Compare AzureAd:Instance and AzureAd:TenantId with the registration's overview.";
    private const string KeysFix = "See what stands between; if the host is right, add it to AzureAd:AllowedMetadataHosts.";

    private static readonly string[] After = [.. StartErrors.Checks];

    public static IReadOnlyList<Check> All =>
    [
        new("M1", "The identity platform has metadata for the tenant", Need.Network, AnswerAsync) { After = After },
        new("M2", "It names the issuer that the app expects", Need.Network, (patient, cancel) => LookAsync(patient, MetadataTrouble.Issuer, IssuerFix, cancel)) { After = ["M1"] },
        new("M3", "It has a signing key, at a host that the app trusts", Need.Network, (patient, cancel) => LookAsync(patient, MetadataTrouble.Keys, KeysFix, cancel)) { After = ["M1", "M2"] },
        new("M4", "Microsoft Graph in the settings is of the same cloud", Need.Network, GraphAsync) { After = ["M1"] },
    ];

    private static async Task<IReadOnlyList<Finding>> AnswerAsync(Examination patient, CancellationToken cancellationToken)
    {
        var platform = await patient.Probes.PlatformAsync(patient.Registration, cancellationToken);
        if (platform.Finder is { } finder) return [Finding.Skipped($"because of {finder}")];

        var look = await patient.Metadata.GetAsync(cancellationToken);
        if (look.Trouble != MetadataTrouble.Answer) return [Finding.Fine(platform.Address.AbsoluteUri)];
        return [platform.Status is { } status && (int)status is 400 or 404
            ? Finding.Wrong($"The identity platform knows no tenant {patient.Registration.TenantId}: {look.Cause}", "Correct AzureAd:TenantId, or AzureAd:Instance if the tenant is in another cloud.")
            : Finding.Unreachable($"The metadata cannot be had: {look.Cause}", "See what stands between this machine and AzureAd:Instance: a proxy's page is no metadata.")];
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(Examination patient, MetadataTrouble trouble, string fix, CancellationToken cancellationToken)
    {
        var look = await patient.Metadata.GetAsync(cancellationToken);
        return look.Trouble == trouble ? [Finding.Wrong(EngineErrors.Sentence(look.Cause), fix)]
            : [Finding.Fine(trouble == MetadataTrouble.Issuer ? string.Join(", ", look.Metadata?.Issuers ?? []) : $"{look.Metadata?.Keys.Count} keys")];
    }

    private static async Task<IReadOnlyList<Finding>> GraphAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (Parse((await patient.Probes.PlatformAsync(patient.Registration, cancellationToken)).Body)?.Text("msgraph_host") is not { } host) return [Finding.Fine("the metadata names no host of Microsoft Graph")];
        return [.. patient.Apis.Where(api => IsGraph(api, patient)).Select(api => Compare(api, host)).DefaultIfEmpty(Finding.Fine("Microsoft Graph is not called"))];
    }

    private static Finding Compare(NamedApi api, string host) => new Uri(api.Options.BaseUrl).Host is var found && found == host
        ? Finding.Fine($"{api.Name} is at {host}")
        : Finding.Wrong($"{api.Name} is at {found}, and this cloud's Microsoft Graph at {host}", $"Set DownstreamApis:{api.Name}:BaseUrl to https://{host}/v1.0/, and the scopes to https://{host}/….");

    /// <summary>By its scopes. An address of this machine stands in for it.</summary>
    private static bool IsGraph(NamedApi api, Examination patient) => !new Uri(api.Options.BaseUrl).IsLoopback
        && Uri.TryCreate(patient.ScopeOf(api.Options.Scopes[0]).Resource, UriKind.Absolute, out var resource) && GraphHosts.Contains(resource.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>https://learn.microsoft.com/graph/deployments</summary>
    private static readonly string[] GraphHosts = ["graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"];

    private static JsonObject? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
