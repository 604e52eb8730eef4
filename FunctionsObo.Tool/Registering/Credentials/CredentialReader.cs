using System.CommandLine;
using FunctionsObo.Registration;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>Decides on the kind of credential: what the options say, else what the settings have, else a secret.</summary>
internal sealed class CredentialReader(RegisterOptions options, Terminal terminal, SettingsTarget target)
{
    /// <summary>Of a certificate; it is renewed by <c>--rotate</c>.</summary>
    private const int CertificateDays = 365;

    /// <exception cref="UsageException">The user secrets cannot be used.</exception>
    public async Task<CredentialOrder> ReadAsync(ParseResult given, AzureAdOptions registration, Wanted wanted, CloudAddresses addresses, string tenantId, CancellationToken cancellationToken)
    {
        var trust = Trust(given, wanted, addresses, tenantId);
        var kind = given.GetValue(options.Credential) ?? (trust is not null ? CredentialKind.Federated : KindOf(registration));
        var index = Math.Max(0, registration.ClientCredentials.ToList().FindIndex(one => one.SourceType is { } source && KindOf(source) == kind));
        var entry = registration.ClientCredentials.ElementAtOrDefault(index);
        var project = given.GetValue(options.UserSecrets) is { } named ? Path.GetFullPath(named, terminal.Folder) : null;
        var order = new CredentialOrder
        {
            Kind = kind,
            Rotate = given.GetValue(options.Rotate),
            Days = kind == CredentialKind.Secret ? given.GetValue(options.SecretDays) ?? RegisterOptions.UsualDays : CertificateDays,
            CertificateFile = CertificatePath(given.GetValue(options.CertificateFile), entry, wanted),
            Trust = trust,
            AssertionFile = given.GetValue(options.AssertionFile) is { } file ? Path.GetFullPath(file, terminal.Folder) : null,
            UserSecretsProject = project,
            Name = Mark.CredentialName(project ?? target.Path),
            Index = index,
        };
        if (kind != CredentialKind.Secret) return order;
        var known = project is null ? KnownSecret(registration, entry) : await UserSecrets.GetAsync(project, order.Key("ClientSecret"), cancellationToken);
        return order with { KnownSecret = Placeholders.IsOne(known) ? null : known };
    }

    private FederatedTrust? Trust(ParseResult given, Wanted wanted, CloudAddresses addresses, string tenantId) => (wanted.ManagedIdentity, given.GetValue(options.Issuer)) switch
    {
        ({ } identity, _) => new($"{addresses.Authority}{tenantId}/v2.0", identity, FederatedAudience.Of(addresses.Authority), IsManagedIdentity: true),
        (_, { } issuer) => new(issuer, given.GetValue(options.Subject)!, FederatedAudience.Of(addresses.Authority), IsManagedIdentity: false),
        _ => null,
    };

    private static CredentialKind KindOf(AzureAdOptions registration) =>
        registration.ClientCredentials.FirstOrDefault()?.SourceType is { } source ? KindOf(source) : CredentialKind.Secret;

    /// <summary>What this tool does not make, somebody else sees to.</summary>
    private static CredentialKind KindOf(CredentialSource source) => source switch
    {
        CredentialSource.ClientSecret => CredentialKind.Secret,
        CredentialSource.Path => CredentialKind.Certificate,
        CredentialSource.SignedAssertionFilePath or CredentialSource.SignedAssertionFromManagedIdentity => CredentialKind.Federated,
        _ => CredentialKind.None,
    };

    private string CertificatePath(string? given, CredentialDescription? entry, Wanted wanted) =>
        Path.GetFullPath(given ?? (Placeholders.IsOne(entry?.CertificateDiskPath) ? Path.Combine(target.Folder, ".local", $"{wanted.Mark.Key}.pem") : entry!.CertificateDiskPath!), terminal.Folder);

    private static string? KnownSecret(AzureAdOptions registration, CredentialDescription? entry) => entry switch
    {
        { ClientSecret: { } secret } => secret,
        { ClientSecretDiskPath: { } path } when File.Exists(path) => File.ReadAllText(path).Trim(),
        _ => registration.ClientSecret,
    };
}
