namespace FunctionsObo.Authorization;

/// <summary>
/// The function is for users whose token has at least one of these delegated permissions (<c>scp</c>). Apps are refused,
/// unless <see cref="RequiredAppRoleAttribute"/> stands beside it and is met.
/// </summary>
/// <param name="scopes">The names as the registration exposes them, such as <c>access_as_user</c>; compared exactly.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
public sealed class RequiredScopeAttribute(params string[] scopes) : Attribute
{
    public IReadOnlyList<string> Scopes { get; } = scopes;
}
