namespace FunctionsObo.Authorization;

/// <summary>
/// The function is for apps whose token has at least one of these application permissions (<c>roles</c>). Users are refused,
/// also with a user role of the same name, unless <see cref="RequiredScopeAttribute"/> stands beside it and is met.
/// </summary>
/// <param name="roles">The values of the app roles as the registration has them; compared exactly.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
public sealed class RequiredAppRoleAttribute(params string[] roles) : Attribute
{
    public IReadOnlyList<string> Roles { get; } = roles;
}
