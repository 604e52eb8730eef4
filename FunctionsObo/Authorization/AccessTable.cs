using System.Collections.Frozen;
using System.Reflection;
using FunctionsObo.Authentication;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsObo.Authorization;

/// <summary>
/// Function name → rule, read from the attributes once at start. Deny by default: an HTTP function that declares nothing stops
/// the start, and an invocation that is not in the table is refused.
/// </summary>
internal sealed class AccessTable
{
    private readonly FrozenDictionary<string, AccessRule> _rules;

    private AccessTable(Dictionary<string, AccessRule> rules, IReadOnlyList<string> errors)
    {
        _rules = rules.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Errors = errors;
    }

    /// <summary>What is wrong with the declarations, each naming its function.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Every scope that some function asks for.</summary>
    public IEnumerable<string> Scopes => _rules.Values.SelectMany(rule => rule.Scopes).Distinct(StringComparer.Ordinal);

    /// <summary>Each function's rule by the function's name.</summary>
    public IReadOnlyDictionary<string, AccessRule> Rules => _rules;

    /// <summary>The function's rule; null for a function that is not in the table.</summary>
    public AccessRule? Find(string functionName) => _rules.GetValueOrDefault(functionName);

    /// <summary>Reads the functions of these types, whatever their visibility, and checks their parameters.</summary>
    /// <param name="types">The app's types.</param>
    /// <param name="engines">Functions that are not the app's own.</param>
    public static AccessTable Read(IEnumerable<Type> types, IEnumerable<EngineFunction>? engines = null)
    {
        var rules = new Dictionary<string, AccessRule>(StringComparer.OrdinalIgnoreCase);
        var errors = new List<string>();
        foreach (var method in types.SelectMany(type => type.GetMethods(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>(inherit: false) is not { } function) continue;
            if (!rules.TryAdd(function.Name, Read(function.Name, method, errors)))
                errors.Add($"Two functions are named '{function.Name}': give one of them another name.");
        }

        foreach (var function in engines ?? [])
        {
            if (!rules.TryAdd(function.Name, new AccessRule(TriggerKind.Http, [], function.AppRoles) { Answer = function.Answer }))
                errors.Add($"A function is named '{function.Name}', which is the name of the library's own: give yours another name.");
        }

        return new AccessTable(rules, errors);
    }

    private static AccessRule Read(string name, MethodInfo method, List<string> errors)
    {
        if (!method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)))) return AccessRule.NotHttp;

        errors.AddRange(CallerSetParameters.Errors(name, method));

        // What the method declares replaces what its class declares.
        var source = Declares(method) ? (MemberInfo)method : method.DeclaringType!;
        var anonymous = source.IsDefined(typeof(AllowAnonymousAttribute));
        var scopes = source.GetCustomAttribute<RequiredScopeAttribute>()?.Scopes;
        var roles = source.GetCustomAttribute<RequiredAppRoleAttribute>()?.Roles;

        if (!Declares(source))
            errors.Add($"Function '{name}' does not say who may call it: add [RequiredScope], [RequiredAppRole] or [AllowAnonymous].");
        else if (anonymous && (scopes ?? roles) is not null)
            errors.Add($"Function '{name}' is both [AllowAnonymous] and restricted: remove one of the two.");
        CheckValues(name, "RequiredScope", scopes, errors);
        CheckValues(name, "RequiredAppRole", roles, errors);

        return anonymous ? AccessRule.Anonymous : new AccessRule(TriggerKind.Http, scopes ?? [], roles ?? []);
    }

    private static bool Declares(MemberInfo member) =>
        member.IsDefined(typeof(AllowAnonymousAttribute))
        || member.IsDefined(typeof(RequiredScopeAttribute))
        || member.IsDefined(typeof(RequiredAppRoleAttribute));

    private static void CheckValues(string name, string attribute, IReadOnlyList<string>? values, List<string> errors)
    {
        if (values is null) return;
        if (values.Count == 0 || values.Any(string.IsNullOrWhiteSpace))
            errors.Add($"Function '{name}' has an empty value in [{attribute}]: name the permission.");
        else if (values.Any(value => value.Any(char.IsWhiteSpace)))
            errors.Add($"Function '{name}' has white space in [{attribute}]: give each permission as an argument of its own.");
    }
}

/// <summary>Who may call one function.</summary>
/// <param name="Trigger">What starts the function: only HTTP has callers.</param>
/// <param name="Scopes">Any of these admits a user; empty admits none.</param>
/// <param name="AppRoles">Any of these admits an app; empty admits none.</param>
internal sealed record AccessRule(TriggerKind Trigger, IReadOnlyList<string> Scopes, IReadOnlyList<string> AppRoles)
{
    public static readonly AccessRule Anonymous = new(TriggerKind.Http, [], []);
    public static readonly AccessRule NotHttp = new(TriggerKind.Other, [], []);

    public bool IsAnonymous => ReferenceEquals(this, Anonymous);

    /// <summary>What answers those who are admitted; null for a function that runs.</summary>
    public FunctionAnswer? Answer { get; init; }

    /// <summary>Whether the caller meets the rule: values are compared exactly, and each kind of token meets only its own half.</summary>
    public bool Admits(Caller caller) => caller.Kind switch
    {
        CallerKind.User => HasAny(Scopes, caller.Scopes),
        CallerKind.App => HasAny(AppRoles, caller.Roles),
        _ => false,
    };

    private static bool HasAny(IReadOnlyList<string> accepted, IReadOnlyList<string> held)
    {
        for (var i = 0; i < accepted.Count; i++)
        {
            for (var j = 0; j < held.Count; j++)
            {
                if (string.Equals(accepted[i], held[j], StringComparison.Ordinal)) return true;
            }
        }

        return false;
    }
}

/// <summary>What starts a function.</summary>
internal enum TriggerKind
{
    Http,
    Other,
}
