using System.Net;

namespace FunctionsObo.Errors;

/// <summary>From what ended a request to what the client is told: the one translation there is.</summary>
internal sealed class ProblemTable(IEnumerable<ProblemMapping> mappings)
{
    /// <summary>Nobody foresaw it.</summary>
    public static readonly Problem Unexpected = new()
    {
        Status = HttpStatusCode.InternalServerError,
        Code = "unexpected",
        Detail = "Something went wrong here; the trace id leads to it in the logs.",
    };

    private readonly ProblemMapping[] _mappings = [.. mappings];

    /// <summary>Translates an exception.</summary>
    /// <param name="thrown">What ended the request.</param>
    /// <param name="acceptsClaimsChallenges">Whether the client declared that it understands claims challenges.</param>
    public Problem Translate(Exception thrown, bool acceptsClaimsChallenges) => thrown switch
    {
        ProblemException known => known.ToProblem(),
        UserActionRequiredException action => Translate(action, acceptsClaimsChallenges),
        _ => FindMapping(thrown.GetType())?.Translate(thrown).ToProblem() ?? Unexpected,
    };

    private static Problem Translate(UserActionRequiredException action, bool acceptsClaimsChallenges) => action switch
    {
        { Claims: null } => new Problem
        {
            Status = HttpStatusCode.Forbidden,
            Code = "consent_required",
            Detail = "Nobody has consented to what this function does with the downstream API; 'scopes' names the permissions.",
            Challenge = Challenges.InsufficientScope([], action.Message),
            Scopes = action.Scopes,
        },

        // A downstream API's claims are for clients that said they understand them; others would only loop
        // (https://learn.microsoft.com/entra/identity-platform/claims-challenge#client-capabilities).
        { Api: not null } when !acceptsClaimsChallenges => new Problem
        {
            Status = HttpStatusCode.Forbidden,
            Code = "user_action_required",
            Detail = "The user must meet further requirements, and the client did not declare that it can handle a claims challenge.",
        },
        _ => new Problem
        {
            Status = HttpStatusCode.Unauthorized,
            Code = "user_action_required",
            Detail = "The user must meet further requirements; get a token with the claims of the challenge.",
            Challenge = Challenges.InsufficientClaims(action.Claims),
        },
    };

    /// <summary>The app's mapping for the exception's own type, or for the nearest type that it derives from.</summary>
    private ProblemMapping? FindMapping(Type thrown)
    {
        for (var type = thrown; type is not null; type = type.BaseType)
        {
            if (Array.FindLast(_mappings, mapping => mapping.Exception == type) is { } found) return found;
        }

        return null;
    }
}
