namespace FunctionsObo.Tool.Doctor.Credentials;

/// <summary>Where App Service and the Functions host say that the app has a managed identity (https://learn.microsoft.com/azure/app-service/overview-managed-identity).</summary>
internal static class ManagedIdentity
{
    public const string Variable = "IDENTITY_ENDPOINT";

    /// <returns>Null when this machine has none.</returns>
    public static Uri? EndpointOf(Examination patient) =>
        Uri.TryCreate(patient.Terminal.Variables.GetValueOrDefault(Variable), UriKind.Absolute, out var endpoint) ? endpoint : null;
}
