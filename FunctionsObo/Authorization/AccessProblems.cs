using System.Net;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;

namespace FunctionsObo.Authorization;

/// <summary>The token is good, and the function is not for its bearer: 403 before anything is done for the caller.</summary>
internal static class AccessProblems
{
    /// <summary>The function is not in the access table, so nobody said who may call it.</summary>
    public static readonly Problem NotInTable = new()
    {
        Status = HttpStatusCode.Forbidden,
        Code = "not_declared",
        Detail = "This function does not say who may call it.",
    };

    public static Problem NotAdmitted(AccessRule rule, Caller caller)
    {
        var (code, sentence) = (caller.Kind, rule.Scopes.Count, rule.AppRoles.Count) switch
        {
            (CallerKind.App, _, 0) => ("user_required", "This function is for users; the token is an app's."),
            (CallerKind.User, 0, _) => ("app_required", "This function is for apps; the token is a user's."),
            (CallerKind.App, _, _) => ("role_missing", "The token lacks the app role that this function requires."),
            _ => ("scope_missing", "The token lacks the scope that this function requires."),
        };
        return new Problem
        {
            Status = HttpStatusCode.Forbidden,
            Code = code,
            Detail = sentence,
            Challenge = Challenges.InsufficientScope(rule.Scopes, sentence),
        };
    }
}
