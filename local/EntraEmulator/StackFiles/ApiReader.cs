namespace EntraEmulator.StackFiles;

/// <summary>Reads <c>downstreamApis</c>.</summary>
internal sealed class ApiReader(StackErrors errors, ApplicationNames names)
{
    private static readonly Rule BuiltIn = Rule.OneOf("graph", "orders");

    private readonly Unique _ports = new(errors);

    public IReadOnlyList<ApiDefinition> Read(Section file) =>
        [.. file.Sections("downstreamApis", "name", "port", "clientId", "appIdUri", "audience", "scopes", "appRoles", "consent", "optionalClaims", "continuousAccessEvaluation", "builtIn", "routes").Select(Api)];

    private ApiDefinition Api(Section api)
    {
        var port = api.Number("port", "port (0: any free one)", 0, ushort.MaxValue);
        if (port > 0) _ports.Take(api.Find("port"), "Each API has a port of its own: change one.");
        var name = api.Text("name", Rule.ApiName);
        var clientId = api.OptionalText("clientId", Rule.Id)?.ToLowerInvariant() ?? (name.Length > 0 ? IdFrom(name) : "");
        var appIdUri = AppReader.ReadAppIdUri(api, clientId);
        names.Take(api, clientId, appIdUri);
        var (scopes, roles) = (api.Texts("scopes", Rule.Permission), api.Texts("appRoles", Rule.Permission));
        IReadOnlyList<string> permissions = [.. scopes, .. roles];
        return new ApiDefinition(name, port, clientId, appIdUri, api.OptionalText("audience", Rule.Text) ?? clientId)
        {
            Scopes = scopes,
            AppRoles = roles,
            Consent = api.Has("consent") ? api.References("consent", "scope or app role of this API", permissions) : permissions,
            OptionalClaims = api.Texts("optionalClaims", AppReader.OptionalClaim),
            ContinuousAccessEvaluation = api.Flag("continuousAccessEvaluation", usual: false),
            BuiltIn = api.OptionalText("builtIn", BuiltIn),
            Routes = Routes(api, scopes, roles),
        };
    }

    private IReadOnlyList<RouteDefinition> Routes(Section api, IReadOnlyCollection<string> scopes, IReadOnlyCollection<string> roles)
    {
        if (!api.Has("builtIn")) api.Required("routes", "[ { \"path\": \"/items\", \"scope\": \"Stock.Read\", \"answer\": [] } ]");
        else if (api.Find("routes") is { } routes) errors.Add(routes.NamePlace, $"{routes.Path} cannot be, as \"builtIn\" answers for this API. Remove one of them.");
        return new RouteReader(errors, scopes, roles).Read(api);
    }

    /// <summary>The same for a name on every machine, so that settings may have it too.</summary>
    private static string IdFrom(string name) => StableId.Of($"stack.json/{name.ToLowerInvariant()}").ToString();
}
