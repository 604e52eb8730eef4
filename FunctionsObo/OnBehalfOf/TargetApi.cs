namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// What a token is wanted for: one downstream API's scopes. One instance per API for the process's lifetime, so that it can
/// be compared by reference.
/// </summary>
/// <param name="name">The API's name in the configuration, for logs and metrics.</param>
/// <param name="scopes">The delegated permissions to ask for.</param>
public sealed class TargetApi(string name, IReadOnlyList<string> scopes)
{
    /// <summary>The API's name in the configuration.</summary>
    public string Name { get; } = name;

    /// <summary>The delegated permissions to ask for.</summary>
    public IReadOnlyList<string> Scopes { get; } = scopes;

    /// <summary>What an app asks for: all application permissions it has at the resource
    /// (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).</summary>
    internal string[] AppScopes { get; } = [$"{scopes[0][..Math.Max(0, scopes[0].LastIndexOf('/'))]}/.default"];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
