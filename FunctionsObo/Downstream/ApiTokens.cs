using FunctionsObo.OnBehalfOf;

namespace FunctionsObo.Downstream;

/// <summary>Where a call's token comes from.</summary>
/// <param name="identity">The user or the app.</param>
/// <param name="refused">The token that the API has refused, and what it asked for; null when there was none.</param>
/// <param name="cancellationToken">Ends the waiting.</param>
internal delegate ValueTask<DownstreamToken> TokenSource(CallAs identity, RefusedToken? refused, CancellationToken cancellationToken);

/// <summary>A token that the API has refused.</summary>
/// <param name="Token">The token.</param>
/// <param name="Claims">The claims request that the API asks to be met, JSON.</param>
internal sealed record RefusedToken(DownstreamToken Token, string Claims);

/// <summary>The tokens for one API, from the shared provider.</summary>
internal sealed class ApiTokens(OboTokenProvider provider, TargetApi target, bool appOnly)
{
    /// <exception cref="InvalidOperationException">The configuration says that the API is called only as the app.</exception>
    public ValueTask<DownstreamToken> GetAsync(CallAs identity, RefusedToken? refused, CancellationToken cancellationToken) => identity.User switch
    {
        null => provider.GetTokenForAppAsync(target, identity.TenantId, cancellationToken),
        _ when appOnly => throw new InvalidOperationException($"{target.Name} is called only as the app (RequestAppToken): pass CallAs.App."),
        var user when refused is null => provider.GetTokenAsync(user, target, cancellationToken),
        var user => provider.GetTokenAsync(user, target, refused.Claims, refused.Token, cancellationToken),
    };
}
