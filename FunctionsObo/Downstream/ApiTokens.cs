using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;

namespace FunctionsObo.Downstream;

/// <summary>Where a call's token comes from.</summary>
/// <param name="identity">The user, the session or the app.</param>
/// <param name="refused">The token that the API has refused, and what it asked for; null when there was none.</param>
/// <param name="cancellationToken">Ends the waiting.</param>
internal delegate ValueTask<DownstreamToken> TokenSource(CallAs identity, RefusedToken? refused, CancellationToken cancellationToken);

/// <summary>A token that the API has refused.</summary>
/// <param name="Token">The token.</param>
/// <param name="Claims">The claims request that the API asks to be met, JSON.</param>
internal sealed record RefusedToken(DownstreamToken Token, string Claims);

/// <summary>The tokens for one API, from the shared provider, or from a session.</summary>
/// <param name="provider">The tokens of users and of the app.</param>
/// <param name="sessions">The sessions; not made before the first is used, as the log says where they are.</param>
/// <param name="target">The API.</param>
/// <param name="appOnly">Whether it is called only as the app.</param>
internal sealed class ApiTokens(OboTokenProvider provider, Func<LongRunningTokens> sessions, TargetApi target, bool appOnly)
{
    /// <exception cref="InvalidOperationException">The configuration says that the API is called only as the app.</exception>
    public ValueTask<DownstreamToken> GetAsync(CallAs identity, RefusedToken? refused, CancellationToken cancellationToken) => identity.User switch
    {
        _ when identity.IsUser && appOnly => throw new InvalidOperationException($"{target.Name} is called only as the app (RequestAppToken): pass CallAs.App."),
        null when identity.Session is { } session => OfSessionAsync(session, refused, cancellationToken),
        null => provider.GetTokenForAppAsync(target, identity.TenantId, cancellationToken),
        var user when refused is null => provider.GetTokenAsync(user, target, cancellationToken),
        var user => provider.GetTokenAsync(user, target, refused.Claims, refused.Token, cancellationToken),
    };

    /// <exception cref="UserActionRequiredException">The API asks for claims: the user is not there to meet them.</exception>
    private ValueTask<DownstreamToken> OfSessionAsync(SessionUser session, RefusedToken? refused, CancellationToken cancellationToken) => refused is null
        ? new(sessions().ContinueAsync(session.Key, session.Id.TenantId, session.Id.ObjectId, target, cancellationToken))
        : throw UserActionRequiredException.ForClaims(refused.Claims, target.Name);
}
