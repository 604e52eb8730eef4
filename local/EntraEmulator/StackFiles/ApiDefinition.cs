namespace EntraEmulator.StackFiles;

/// <summary>A downstream API: its registration, where it listens, and what it answers.</summary>
/// <param name="Name">As in <c>DownstreamApis:{Name}</c>.</param>
/// <param name="Port">Where it listens on loopback; 0 for any free port.</param>
/// <param name="ClientId">A GUID, lower case; made from the name where the file has none.</param>
/// <param name="AppIdUri">What its scopes stand behind.</param>
/// <param name="Audience">The <c>aud</c> of its tokens.</param>
public sealed record ApiDefinition(string Name, int Port, string ClientId, string AppIdUri, string Audience)
{
    /// <summary>Permissions that users' tokens may have.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Permissions that the app's own tokens may have.</summary>
    public IReadOnlyList<string> AppRoles { get; init; } = [];

    /// <summary>Those scopes and app roles that the app has been granted.</summary>
    public IReadOnlyList<string> Consent { get; init; } = [];

    /// <summary>Optional claims in its access tokens: <c>idtyp</c>, <c>xms_cc</c>, <c>acct</c>.</summary>
    public IReadOnlyList<string> OptionalClaims { get; init; } = [];

    /// <summary>Whether it takes part in continuous access evaluation.</summary>
    public bool ContinuousAccessEvaluation { get; init; }

    /// <summary>What answers instead of <see cref="Routes"/>: <c>graph</c>, <c>orders</c>, or null.</summary>
    public string? BuiltIn { get; init; }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<RouteDefinition> Routes { get; init; } = [];
}

/// <summary>A canned answer.</summary>
/// <param name="Method">The HTTP method, upper case.</param>
/// <param name="Path">As ASP.NET's routing has it: <c>/items/{id}</c>.</param>
public sealed record RouteDefinition(string Method, string Path)
{
    /// <summary>The scope that a user's token needs; null with <see cref="AppRole"/>.</summary>
    public string? Scope { get; init; }

    /// <summary>The app role that the app's own token needs; null with <see cref="Scope"/>.</summary>
    public string? AppRole { get; init; }

    /// <summary>The status, 200 to 599.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Response headers by name.</summary>
    public IReadOnlyDictionary<string, AnswerText> Headers { get; init; } = new Dictionary<string, AnswerText>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body as JSON; null for none.</summary>
    public AnswerTemplate? Answer { get; init; }
}
