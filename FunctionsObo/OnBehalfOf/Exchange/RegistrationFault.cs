using FunctionsObo.Logging;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// What is wrong with the registration of this app, by the number that Entra gives, and what to do about it
/// (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). For a log; no decision rests on a number.
/// </summary>
internal static class RegistrationFault
{
    private static readonly OurText Unknown = OurText.Of($"Check AzureAd:ClientId, AzureAd:ClientCredentials and the scopes in DownstreamApis.");

    private static readonly Dictionary<int, OurText> Known = new()
    {
        [7000215] = OurText.Of($"The client secret is wrong: set the secret's value, not its id, in AzureAd:ClientCredentials."),
        [7000222] = OurText.Of($"The client secret has expired: make a new one in the app registration, and set it in AzureAd:ClientCredentials."),
        [7000218] = OurText.Of($"No secret and no certificate was sent: set AzureAd:ClientCredentials, and see that the app is not registered as a public client."),
        [700027] = OurText.Of($"The certificate is not registered with this app, or has expired: upload its public part under Certificates & secrets."),
        [700030] = OurText.Of($"The certificate's subject name or issuer is not the registered one: register that of the certificate, or use the registered certificate."),
        [700016] = OurText.Of($"There is no app with this AzureAd:ClientId in this AzureAd:TenantId: compare both with the app registration's overview."),
        [90002] = OurText.Of($"There is no tenant AzureAd:TenantId in this cloud: compare it with the directory's overview, and AzureAd:Instance with the cloud."),
        [700213] = OurText.Of($"No federated credential of the app registration has the subject of this token: compare it with the managed identity's or workload's."),
        [700211] = OurText.Of($"No federated credential of the app registration has the issuer of this token: compare issuer and tenant."),
        [700212] = OurText.Of($"No federated credential of the app registration has the audience of this token: it is usually api://AzureADTokenExchange."),
        [70021] = OurText.Of($"No federated credential of the app registration fits this token: compare its issuer, subject and audience."),
        [700024] = OurText.Of($"The client assertion is not valid at this time: set the clock of this machine right."),
        [7000229] = OurText.Of($"The app has no service principal in this tenant: open its registration under Enterprise applications, or have an administrator of the tenant consent to it."),
        [7000112] = OurText.Of($"The app is disabled in this tenant: enable its enterprise application."),
        [500011] = OurText.Of($"The API that a scope names is not known in this tenant: check DownstreamApis:…:Scopes, and that the API has a service principal there."),
        [70011] = OurText.Of($"A scope is not one that exists: check DownstreamApis:…:Scopes."),
        [650057] = OurText.Of($"The app registration does not list the permission that it asks for: add it under API permissions."),
        [65001] = OurText.Of($"Nobody has consented to a permission that the app asks for: grant admin consent under API permissions."),
    };

    /// <summary>The numbers that are known.</summary>
    public static IReadOnlyCollection<int> Numbers => Known.Keys;

    /// <summary>One sentence: what is wrong, a colon, what to do. Null for a number that is not known.</summary>
    public static OurText? Find(int number) => Known.TryGetValue(number, out var fix) ? fix : null;

    /// <param name="numbers">The AADSTS numbers, the first one first.</param>
    public static OurText FixFor(IReadOnlyList<int> numbers)
    {
        foreach (var number in numbers)
        {
            if (Find(number) is { } fix) return fix;
        }

        return Unknown;
    }
}
