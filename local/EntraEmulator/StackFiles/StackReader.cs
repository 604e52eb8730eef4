namespace EntraEmulator.StackFiles;

/// <summary>Reads a stack file from its top: each section by its own reader, here what they have in common.</summary>
internal sealed class StackReader(StackErrors errors)
{
    public StackDefinition Read(Located json)
    {
        var file = new Section(json, errors, "$schema", "tenants", "app", "clients", "downstreamApis", "policies", "signIn");
        file.OptionalText("$schema", Rule.Text);
        var applications = new ApplicationNames(errors);
        var tenants = new TenantReader(errors).Read(file);
        var app = new AppReader(errors, [.. tenants.Select(tenant => tenant.Name).Where(name => name.Length > 0)], applications);
        var registered = app.ReadApp(file);
        var clients = app.ReadClients(file, registered);
        var apis = new ApiReader(errors, applications).Read(file);
        var policies = new PolicyReader(errors, Named(tenants.SelectMany(tenant => tenant.Users, (_, user) => user.Name)), Named(apis.Select(api => api.Name).Prepend(registered.Name)));
        return new StackDefinition
        {
            Tenants = tenants,
            App = registered,
            Clients = clients,
            DownstreamApis = apis,
            Policies = policies.Read(file),
            SignIn = PolicyReader.ReadSignIn(file),
        };
    }

    /// <summary>Without those whose name is wrong, which is an error already.</summary>
    private static List<string> Named(IEnumerable<string> names) => [.. names.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}

/// <summary>The names, client ids and App ID URIs of applications, which share one directory.</summary>
internal sealed class ApplicationNames(StackErrors errors)
{
    private const string Fix = "Each application has a name, a clientId and an appIdUri of its own: change one.";

    private readonly Unique _seen = new(errors);

    /// <param name="application">The section of one.</param>
    /// <param name="clientId">Its client id, which may have been made from its name.</param>
    /// <param name="appIdUri">Its App ID URI, which may have been made from its client id; null for a mere client.</param>
    public void Take(Section application, string clientId, string? appIdUri)
    {
        if (!_seen.Take(application.Find("name"), Fix)) return; // what is made of the name is the same too
        _seen.Take(application.FindOr("clientId", clientId), Fix);
        if (appIdUri is not null) _seen.Take(application.FindOr("appIdUri", appIdUri), Fix);
    }
}
