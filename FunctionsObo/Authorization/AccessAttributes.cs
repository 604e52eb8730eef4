namespace FunctionsObo.Authorization;

/// <summary>The function is open to everybody: no token is asked for, and one that is sent is not looked at.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
public sealed class AllowAnonymousAttribute : Attribute;

/// <summary>
/// The function is for users whose token has at least one of these delegated permissions (<c>scp</c>). Apps are refused,
/// unless <see cref="RequiredAppRoleAttribute"/> stands beside it and is met.
/// </summary>
/// <param name="scopes">The names as the registration exposes them, such as <c>access_as_user</c>; compared exactly.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
public sealed class RequiredScopeAttribute(params string[] scopes) : Attribute
{
    /// <summary>Any of these admits a user.</summary>
    public IReadOnlyList<string> Scopes { get; } = scopes;
}

/// <summary>
/// The function is for apps whose token has at least one of these application permissions (<c>roles</c>). Users are refused,
/// also with a user role of the same name, unless <see cref="RequiredScopeAttribute"/> stands beside it and is met.
/// </summary>
/// <param name="roles">The values of the app roles as the registration has them; compared exactly.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
public sealed class RequiredAppRoleAttribute(params string[] roles) : Attribute
{
    /// <summary>Any of these admits an app.</summary>
    public IReadOnlyList<string> Roles { get; } = roles;
}
