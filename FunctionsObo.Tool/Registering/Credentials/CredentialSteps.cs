using FunctionsObo.Tool.Registering.Planning;
using FunctionsObo.Tool.Registering.Reading;

namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>What the plan has about the credential.</summary>
/// <param name="Step">Makes it, or keeps what is there.</param>
/// <param name="Settings">What the settings file will say, by configuration key, with words in the place of secrets.</param>
/// <param name="Cleanup">Takes away what it replaces, once the new one is proven; null when nothing is.</param>
internal sealed record CredentialSteps(Step Step, IReadOnlyDictionary<string, string?> Settings, Step? Cleanup = null)
{
    /// <summary>The credential in hand when <see cref="Step"/> keeps it; null when it is not to be had on this machine.</summary>
    public AppCredential? Kept { get; init; }

    public static readonly IReadOnlyDictionary<string, string?> NoSettings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <param name="order">What is ordered.</param>
    /// <param name="found">What is there.</param>
    /// <param name="now">For what has expired.</param>
    /// <exception cref="Output.UsageException">A certificate's file cannot be used.</exception>
    public static CredentialSteps Of(CredentialOrder order, Found found, DateTimeOffset now) => order.Kind switch
    {
        CredentialKind.Secret => SecretSteps.Of(order, found.Api.Manifest, now),
        CredentialKind.Certificate => CertificateSteps.Of(order, found.Api.Manifest, now),
        CredentialKind.Federated => FederatedSteps.Of(order, found),
        _ => new(new Step(StepAction.Keep, "credential", []) { Left = ["No credential was asked for: the app needs one in AzureAd:ClientCredentials to start."] }, NoSettings),
    };
}
