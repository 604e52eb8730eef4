using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Registering.Planning;
using FunctionsObo.Tool.Registering.Reading;

namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>Trust in the tokens of a managed identity or of another issuer: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity.</summary>
internal static class FederatedSteps
{
    public static CredentialSteps Of(CredentialOrder order, Found found)
    {
        var trust = order.Trust ?? throw new InvalidOperationException("Nobody said whom to trust.");
        var subject = $"federated credential of {(trust.IsManagedIdentity ? "the managed identity " : "")}{found.ManagedIdentity?.Text("displayName") ?? trust.Subject}";
        var settings = Settings(order, trust, found.ManagedIdentity?.Text("appId"));
        if (found.Federated.Any(one => one.Text("issuer") == trust.Issuer && one.Text("subject") == trust.Subject && one.Texts("audiences") is [var audience] && audience == trust.Audience))
            return new(new Step(StepAction.Keep, subject, []), settings) { Kept = Assertion(order) };

        var isThere = found.Federated.Any(one => one.Text("name") == NameOf(trust));
        return new(
            new Step(isThere ? StepAction.Change : StepAction.Create, subject, [new Change("issuer", Before: null, trust.Issuer), new Change("subject", Before: null, trust.Subject), new Change("audiences", Before: null, trust.Audience)])
            {
                Apply = async (work, cancellationToken) =>
                {
                    await work.SendAsync("the application", HttpMethod.Patch, $"{work.Api.Path}/federatedIdentityCredentials(name='{NameOf(trust)}')", Document(trust), cancellationToken, createIfMissing: true);
                    work.NewCredential = Assertion(order);
                },
            },
            settings);
    }

    /// <summary>A name is immutable and safe in an address; this one follows from whom it trusts.</summary>
    private static string NameOf(FederatedTrust trust) => $"{Mark.FederatedPrefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{trust.Issuer}|{trust.Subject}")).AsSpan(0, 8))}";

    private static JsonObject Document(FederatedTrust trust) => new()
    {
        ["issuer"] = trust.Issuer,
        ["subject"] = trust.Subject,
        ["audiences"] = new JsonArray(trust.Audience),
        ["description"] = "Made by 'functions-obo register'",
    };

    private static AppCredential? Assertion(CredentialOrder order) => order.AssertionFile is { } file ? new AppCredential(AssertionFile: file) : null;

    private static Dictionary<string, string?> Settings(CredentialOrder order, FederatedTrust trust, string? identityClientId)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [order.Key("SourceType")] = trust.IsManagedIdentity ? "SignedAssertionFromManagedIdentity" : "SignedAssertionFilePath" };
        if (identityClientId is not null) settings[order.Key("ManagedIdentityClientId")] = identityClientId;
        if (trust.IsManagedIdentity && trust.Audience != FederatedAudience.Public) settings[order.Key("TokenExchangeUrl")] = trust.Audience;
        if (order.AssertionFile is { } file) settings[order.Key("SignedAssertionFileDiskPath")] = file;
        return settings;
    }
}
