using System.CommandLine;
using FunctionsObo.Tool.Registering.Credentials;

namespace FunctionsObo.Tool.Registering;

/// <summary>The options of <c>register</c> about the registration itself.</summary>
internal sealed class RegisterOptions
{
    public const int UsualDays = 90;

    private const int LongestSecret = 730;

    public Option<string?> Name { get; } = NameOption();

    public Option<string?> ClientId { get; } = new("--client-id") { Description = "Use this application, by its application (client) id. Default: AzureAd:ClientId of the settings, else the one of this name.", HelpName = "id" };

    public Option<CredentialKind?> Credential { get; } = new("--credential")
    {
        Description = "How the app proves itself: federated (tokens of a managed identity or another issuer), certificate, secret, none. Default: what the settings have, else a secret; federated when an identity or issuer is named.",
        HelpName = "federated|certificate|secret|none",
    };

    public Option<Guid?> ManagedIdentity { get; } = new("--managed-identity") { Description = "The principal (object) id of the managed identity that the app runs as.", HelpName = "id" };

    public Option<string?> Issuer { get; } = new("--federated-issuer") { Description = "The issuer whose tokens stand for the app, letter by letter as in iss.", HelpName = "address" };

    public Option<string?> Subject { get; } = new("--federated-subject") { Description = "The subject of those tokens, letter by letter as in sub.", HelpName = "text" };

    public Option<string?> AssertionFile { get; } = new("--assertion-file") { Description = "The file with such a token that the app reads. Default: that of AZURE_FEDERATED_TOKEN_FILE.", HelpName = "file" };

    public Option<string?> CertificateFile { get; } = new("--certificate-file") { Description = "Where certificate and private key are or will be, a .pem or .pfx. Never overwritten. Default: in .local beside the settings file.", HelpName = "file" };

    public Option<int?> SecretDays { get; } = new("--secret-days") { Description = $"How many days a new secret lasts. Default: {UsualDays}.", HelpName = "days" };

    public Option<string?> UserSecrets { get; } = new("--user-secrets") { Description = "Keep a new secret in the user secrets of this project instead of the settings file.", HelpName = "project" };

    public Option<bool> Rotate { get; } = new("--rotate") { Description = "Replace the secret or certificate: make a new one, prove it, then take the old one away." };

    public Option<string[]> AppRoles { get; } = new("--app-role") { Description = "An app role for an API that is called as the app, as Orders=Orders.Read.All. May be given several times.", HelpName = "api=role" };

    public Option<bool> WithClient { get; } = new("--with-client") { Description = "Register a public client to try the API out with, too." };

    public Option<Guid[]> KnownClients { get; } = new("--known-client") { Description = "A client, by client id, whose consent is to include that of this API. May be given several times.", HelpName = "id" };

    public Option<bool> AllowAzureCli { get; } = new("--allow-azure-cli") { Description = "Let users of the Azure CLI get tokens for the API without consent." };

    public Option<string?> ServiceManagementReference { get; } = new("--service-management-reference") { Description = "The entry of a service catalogue, where a tenant demands one.", HelpName = "text" };

    public Option<string?> App { get; } = new("--app") { Description = "The app's built .dll: its attributes say which scopes and app roles there are. Default: the one that was built last in this folder.", HelpName = "dll" };

    public Option<bool> DryRun { get; } = DryRunOption();

    public Option<bool> Yes { get; } = YesOption();

    public IEnumerable<Option> All =>
    [
        Name, ClientId, App, Credential, ManagedIdentity, Issuer, Subject, AssertionFile, CertificateFile, SecretDays, UserSecrets, Rotate, AppRoles,
        WithClient, KnownClients, AllowAzureCli, ServiceManagementReference, DryRun, Yes,
    ];

    public static Option<string?> NameOption() => new("--name") { Description = "The name of the application in the directory. Default: that of the app's assembly, else of this folder.", HelpName = "name" };

    public static Option<bool> DryRunOption() => new("--dry-run") { Description = "Only say what would be done: exit code 6 if there is something." };

    public static Option<bool> YesOption() => new("--yes") { Description = "Do not ask." };

    public void Validate(Command command) => command.Validators.Add(given =>
    {
        if (given.GetValue(SecretDays) is < 1 or > LongestSecret) given.AddError($"--secret-days is from 1 to {LongestSecret}.");
        if (given.GetValue(Issuer) is null != given.GetValue(Subject) is null) given.AddError("--federated-issuer and --federated-subject belong together: give both.");
        if (given.GetValue(Issuer) is not null && given.GetValue(ManagedIdentity) is not null) given.AddError("Give either --managed-identity or --federated-issuer with --federated-subject.");
        if (given.GetValue(Credential) == CredentialKind.Federated && given.GetValue(Issuer) is null && given.GetValue(ManagedIdentity) is null)
            given.AddError("--credential federated needs --managed-identity with its principal id, or --federated-issuer and --federated-subject.");
        if (given.GetValue(CertificateFile) is { } file && Path.GetExtension(file).ToLowerInvariant() is not (".pem" or ".pfx")) given.AddError("--certificate-file ends in .pem or .pfx.");
        foreach (var role in given.GetValue(AppRoles) ?? [])
            if (role.Split('=') is not [{ Length: > 0 }, { Length: > 0 }]) given.AddError("--app-role is the name of an API and of its role: --app-role Orders=Orders.Read.All.");
    });
}
