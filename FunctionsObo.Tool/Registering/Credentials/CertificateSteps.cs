using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Registering.Planning;

namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>
/// A certificate: first the file with the private key, then its public part in the directory. The list there is replaced whole, so all that is in it goes
/// along (https://learn.microsoft.com/graph/api/resources/keycredential).
/// </summary>
internal static class CertificateSteps
{
    private const string Property = "keyCredentials";

    public static CredentialSteps Of(CredentialOrder order, JsonObject? app, DateTimeOffset now)
    {
        var all = app?.Objects(Property) ?? [];
        var path = order.CertificateFile;
        var there = CertificateFile.Read(path);
        if (there is not null && IsIn(all, there) && (order.Rotate || there.NotAfter.ToUniversalTime() <= now.UtcDateTime))
        {
            path = CertificateFile.Next(path, taken => CertificateFile.Read(taken) is { } one && (IsIn(all, one) || one.NotAfter.ToUniversalTime() <= now.UtcDateTime));
            there = CertificateFile.Read(path);
        }

        var stale = all.Where(one => one.Text("displayName") == order.Name && !(there is not null && Same(one, there))).ToList();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [order.Key("SourceType")] = "Path", [order.Key("CertificateDiskPath")] = path };
        if (there is not null && IsIn(all, there))
            return new(new Step(StepAction.Keep, $"certificate {there.Thumbprint} until {Day(there.NotAfter)}", []), settings, Cleanup(stale)) { Kept = new AppCredential(Certificate: there) };

        List<Change> changes = [new(Property, Before: null, $"{order.Name}, until {Day(there?.NotAfter ?? now.AddDays(order.Days).UtcDateTime)}")];
        if (there is null) changes.Insert(0, new Change("private key", Before: null, path));
        return new(
            new Step(StepAction.Create, "certificate", changes) { Apply = (work, cancellationToken) => AddAsync(work, order, path, now, cancellationToken) },
            settings, Cleanup(stale));
    }

    private static async Task AddAsync(Work work, CredentialOrder order, string path, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var certificate = CertificateFile.Read(path) ?? CertificateFile.Create(path, order.Name, now, order.Days);
        await PutAsync(work, all => [.. all, Document(order, certificate)], cancellationToken);
        work.NewCredential = new AppCredential(Certificate: certificate);
        work.CredentialSettings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [order.Key("SourceType")] = "Path", [order.Key("CertificateDiskPath")] = path };
    }

    private static Step? Cleanup(List<JsonObject> stale) => stale.Count == 0 ? null : new Step(
        StepAction.Remove, "certificates that the app does not use any more", [.. stale.Select(one => new Change(Property, $"{one.Text("displayName")}, {one.Text("keyId")}", After: null))])
    {
        Apply = (work, cancellationToken) => PutAsync(work, all => [.. all.Where(one => !stale.Exists(old => old.Text("keyId") == one.Text("keyId")))], cancellationToken),
    };

    private static Task PutAsync(Work work, Func<IReadOnlyList<JsonObject>, IReadOnlyList<JsonObject>> change, CancellationToken cancellationToken) =>
        ApplicationSteps.PatchAsync(work, "the application", new JsonObject { [Property] = change(work.Api.Manifest!.Objects(Property)).ListOf() }, work.Api, cancellationToken);

    private static JsonObject Document(CredentialOrder order, X509Certificate2 certificate) => new()
    {
        ["type"] = "AsymmetricX509Cert",
        ["usage"] = "Verify",
        ["displayName"] = order.Name,
        ["key"] = Convert.ToBase64String(certificate.RawData),
    };

    private static bool IsIn(IEnumerable<JsonObject> all, X509Certificate2 certificate) => all.Any(one => Same(one, certificate));

    private static bool Same(JsonObject credential, X509Certificate2 certificate) => credential.Text("key") == Convert.ToBase64String(certificate.RawData);

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
