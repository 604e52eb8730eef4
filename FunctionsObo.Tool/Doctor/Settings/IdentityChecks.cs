using FunctionsObo.Registration;
using FunctionsObo.Tool.Cloud;

namespace FunctionsObo.Tool.Doctor.Settings;

/// <summary>Which app in which tenant of which cloud.</summary>
internal static class IdentityChecks
{
    private const string BothIds = "Run 'functions-obo register', or copy the directory (tenant) id and the application (client) id from the registration's overview into AzureAd:TenantId and AzureAd:ClientId.";

    public static IReadOnlyList<Check> All =>
    [
        new("S1", "AzureAd:TenantId and AzureAd:ClientId name a tenant and an app", Need.Nothing, patient => StartErrors.Of(patient, "S1", BothIds)),
        new("S2", "AzureAd:ClientId is the bare id, and ids are in lower case as in tokens", Need.Nothing, Ids),
        new("S3", "AzureAd:Instance is a known cloud, or this machine", Need.Nothing, Instance),
        new("S4", "Who may call a multi-tenant API is said", Need.Nothing, Tenants) { After = ["S1"] },
    ];

    private static IEnumerable<Finding> Ids(Examination patient)
    {
        var registration = patient.Registration;
        string[] ids = [registration.ClientId, .. registration.EffectiveAudiences];
        return StartErrors.Of(patient, "S2", "Set AzureAd:ClientId to the application (client) id, without api://.").Concat(ids
            .Where(id => id.Any(char.IsAsciiLetterUpper) && Guid.TryParseExact(id, "D", out _)).Distinct(StringComparer.Ordinal)
            .Select(id => Finding.Wrong($"{id} is compared exactly, and tokens have it in lower case", $"Write it in lower case in {(id == registration.ClientId ? "AzureAd:ClientId" : "AzureAd:Audiences")}: {id.ToLowerInvariant()}.")));
    }

    private static List<Finding> Instance(Examination patient)
    {
        var wrong = StartErrors.Of(patient, "S3", "Set AzureAd:Instance to that of your cloud, for example https://login.microsoftonline.com/.").ToList();
        if (wrong.Count > 0) return wrong;
        var instance = new Uri(patient.Registration.Instance);
        return CloudAddresses.IsKnown(instance) || instance.IsLoopback ? []
            : [Finding.Warning($"{instance.Host} is none of Microsoft's clouds", "Set AzureAd:Instance to that of your cloud, for example https://login.microsoftonline.com/, unless it is a private one or a CIAM domain.")];
    }

    private static IEnumerable<Finding> Tenants(Examination patient) => patient.Registration is { IsMultiTenant: true, AllowedTenants.Count: 0 } registration
        ? [Finding.Warning($"AzureAd:TenantId is {registration.TenantId}, and every tenant is admitted", "List the tenants whose users may call in AzureAd:AllowedTenants, or set AzureAd:TenantId to the one tenant.")]
        : [];
}
