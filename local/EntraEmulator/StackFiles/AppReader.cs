using System.Text.Json;

namespace EntraEmulator.StackFiles;

/// <summary>Reads <c>app</c> and <c>clients</c>.</summary>
internal sealed class AppReader(StackErrors errors, IReadOnlyCollection<string> tenants, ApplicationNames names)
{
    internal static readonly Rule OptionalClaim = Rule.OneOf("idtyp", "xms_cc", "acct");

    private static readonly Rule ClientCapability = Rule.OneOf("cp1");

    public AppDefinition ReadApp(Section file)
    {
        var nothing = new AppDefinition("", "", "", "", [], []) { Secret = "" };
        if (file.Required("app", "{ \"name\": \"functions\", … }") is not { } json) return nothing;
        var app = new Section(json, errors, "name", "tenant", "clientId", "appIdUri", "scopes", "appRoles", "secret", "optionalClaims", "clientCapabilities", "redirectUris");
        app.Required("secret", "\"only-for-the-emulator\"");
        if (app.Required("scopes", "[\"access_as_user\"]") is { Kind: JsonValueKind.Array, Items.Count: 0 } none) errors.Add(none, "which has no scope. Add one such as \"access_as_user\".");
        var clientId = app.Text("clientId", Rule.Id).ToLowerInvariant();
        var appIdUri = ReadAppIdUri(app, clientId);
        names.Take(app, clientId, appIdUri);
        return new AppDefinition(
            app.Text("name", Rule.Name with { Example = "\"functions\"" }),
            app.Required("tenant", "\"contoso\"") is { } tenant ? Tenant(app, tenant) : "",
            clientId,
            appIdUri,
            app.Texts("scopes", Rule.Permission),
            app.Texts("appRoles", Rule.Permission))
        {
            Secret = app.Secret("secret") ?? "",
            OptionalClaims = app.Texts("optionalClaims", OptionalClaim),
            ClientCapabilities = app.Texts("clientCapabilities", ClientCapability),
            RedirectUris = new RedirectUriReader(errors).Read(app, isPublic: false),
        };
    }

    public IReadOnlyList<ClientDefinition> ReadClients(Section file, AppDefinition app) =>
        [.. file.Sections("clients", "name", "tenant", "clientId", "publicClient", "multiTenant", "secret", "scopes", "appRoles", "redirectUris", "frontChannelLogoutUrl").Select(client => Client(client, app))];

    /// <summary>An application's App ID URI: Entra's usual one, unless the file has another.</summary>
    internal static string ReadAppIdUri(Section application, string clientId) => application.OptionalText("appIdUri", Rule.AppIdUri) ?? (clientId.Length > 0 ? $"api://{clientId}" : "");

    /// <summary>Says nothing where no tenant has a name, which is an error already.</summary>
    private string Tenant(Section application, Located tenant) => tenants.Count > 0 ? application.Reference(tenant, "tenant", tenants) : "";

    private ClientDefinition Client(Section client, AppDefinition app)
    {
        var clientId = client.Text("clientId", Rule.Id).ToLowerInvariant();
        names.Take(client, clientId, appIdUri: null);
        var isPublic = client.Flag("publicClient", usual: false);
        if (isPublic && client.Find("secret") is { } secret) errors.Add(secret.NamePlace, $"{secret.Path} belongs to no public client. Remove it, or \"publicClient\".");
        if (!isPublic) client.Required("secret", "\"only-for-the-emulator\", or \"publicClient\": true");
        return new ClientDefinition(
            client.Text("name", Rule.Name with { Example = "\"cli\"" }),
            client.Find("tenant") is { } tenant ? Tenant(client, tenant) : app.Tenant,
            clientId,
            client.References("scopes", "scope of the app", app.Scopes),
            client.References("appRoles", "app role of the app", app.AppRoles))
        {
            Secret = client.Secret("secret"),
            MultiTenant = client.Flag("multiTenant", usual: true),
            RedirectUris = new RedirectUriReader(errors).Read(client, isPublic),
            FrontChannelLogoutUrl = client.OptionalText("frontChannelLogoutUrl", Rule.WebAddress),
        };
    }
}
