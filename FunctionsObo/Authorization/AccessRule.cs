using FunctionsObo.Authentication;

namespace FunctionsObo.Authorization;

/// <summary>Who may call one function.</summary>
/// <param name="Trigger">What starts the function: only HTTP has callers.</param>
/// <param name="Scopes">Any of these admits a user; empty admits none.</param>
/// <param name="AppRoles">Any of these admits an app; empty admits none.</param>
internal sealed record AccessRule(TriggerKind Trigger, IReadOnlyList<string> Scopes, IReadOnlyList<string> AppRoles)
{
    public static readonly AccessRule Anonymous = new(TriggerKind.Http, [], []);
    public static readonly AccessRule NotHttp = new(TriggerKind.Other, [], []);

    public bool IsAnonymous => ReferenceEquals(this, Anonymous);

    /// <summary>Whether the caller meets the rule: values are compared exactly, and each kind of token meets its own half alone.</summary>
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
