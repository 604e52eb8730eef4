using EntraEmulator.Tenants;

namespace EntraEmulator.Grants;

/// <summary>The delegated permissions that a token is to carry.</summary>
internal sealed record GrantedScopes(AppRegistration Resource, ScopeRequest Asked, IReadOnlyList<string> Names)
{
    /// <value>The <c>scope</c> of the answer: each behind the identifier that was asked with.</value>
    public string Text => Asked.Resource is null ? string.Join(' ', Names) : string.Join(' ', (Asked.IsDefault ? Names.Append(".default") : Names).Select(name => $"{Asked.Resource}/{name}"));
}
