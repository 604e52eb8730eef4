namespace FunctionsObo.Authorization;

/// <summary>The function is open to everybody: no token is asked for, and one that is sent is not looked at.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = false)]
public sealed class AllowAnonymousAttribute : Attribute;
