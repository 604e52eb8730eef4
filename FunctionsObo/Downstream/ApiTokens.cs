using FunctionsObo.OnBehalfOf;

namespace FunctionsObo.Downstream;

/// <summary>Where a call's token comes from.</summary>
/// <param name="identity">The user or the app.</param>
/// <param name="claims">What the API asked for when it refused the last token; null for any token.</param>
/// <param name="cancellationToken">Ends the waiting.</param>
internal delegate ValueTask<DownstreamToken> TokenSource(CallAs identity, string? claims, CancellationToken cancellationToken);

/// <summary>The tokens for one API, from the shared provider.</summary>
internal sealed class ApiTokens(OboTokenProvider provider, TargetApi target, bool appOnly)
{
    /// <exception cref="InvalidOperationException">The configuration says that the API is called only as the app.</exception>
    public ValueTask<DownstreamToken> GetAsync(CallAs identity, string? claims, CancellationToken cancellationToken) => identity.User switch
    {
        null => provider.GetTokenForAppAsync(target, identity.TenantId, cancellationToken),
        _ when appOnly => throw new InvalidOperationException($"{target.Name} is called only as the app (RequestAppToken): pass CallAs.App."),
        var user when claims is null => provider.GetTokenAsync(user, target, cancellationToken),
        var user => provider.GetTokenAsync(user, target, claims, cancellationToken),
    };
}
