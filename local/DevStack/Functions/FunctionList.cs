using System.Reflection;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace DevStack.Functions;

/// <summary>The functions of an app that a request can call, and whom they admit.</summary>
internal static class FunctionList
{
    public static IReadOnlyList<Function> Of(Assembly app) =>
    [
        .. (from method in app.GetTypes().SelectMany(type => type.GetMethods())
           let function = method.GetCustomAttribute<FunctionAttribute>()
           let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
           where function is not null && trigger is not null
           from verb in trigger.Methods is { Length: > 0 } some ? some : ["get"]
           let route = trigger.Route ?? function.Name
           select new Function(function.Name, verb.ToUpperInvariant(), route, AdmissionTo(method)))
        .OrderBy(function => function.Route, StringComparer.Ordinal).ThenBy(function => function.Method, StringComparer.Ordinal),
    ];

    /// <summary>What a method declares replaces what its class does.</summary>
    private static Admission AdmissionTo(MethodInfo method) => Declared(method) ?? Declared(method.DeclaringType!) ?? new Admission("nobody", []);

    private static Admission? Declared(MemberInfo member)
    {
        if (member.IsDefined(typeof(AllowAnonymousAttribute))) return new("anybody", []);
        var scopes = member.GetCustomAttributes<RequiredScopeAttribute>().SelectMany(attribute => attribute.Scopes).ToList();
        var roles = member.GetCustomAttributes<RequiredAppRoleAttribute>().SelectMany(attribute => attribute.Roles).ToList();
        return scopes.Count > 0 ? new(Admission.OfUsers, scopes) : roles.Count > 0 ? new("apps", roles) : null;
    }
}

/// <summary>A function and one method of it.</summary>
internal sealed record Function(string Name, string Method, string Route, Admission Admits);

/// <summary>Whom a function admits.</summary>
/// <param name="Kind">users, apps, anybody, nobody.</param>
/// <param name="Permissions">One of these their token needs.</param>
internal sealed record Admission(string Kind, IReadOnlyList<string> Permissions)
{
    public const string OfUsers = "users";
}
