using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>Where the entry of a wanted token may be: by the pepper in use, to which it is written, and by the one before.</summary>
internal sealed class EntryPlaces(IOptions<DistributedTokenCacheOptions> options, IOptions<AzureAdOptions> registration)
{
    /// <summary>Characters of base64url, 32 bytes: what nobody can guess about a token is its signature.</summary>
    private const int ShortestSignature = 43;

    private readonly string _clientId = registration.Value.ClientId;
    private readonly byte[][] _peppers = options.Value.Peppers();

    /// <returns>The one to write first; none for a token that is not shared, as there is no access token to derive a key from: the app's own, and one whose assertion has no signature.</returns>
    public IReadOnlyList<EntrySecrets> Of(TokenAcquisition wanted)
    {
        if (wanted.Assertion is not { } assertion || SignatureOf(assertion.Characters).Length < ShortestSignature) return [];

        var context = EntryContext.Of(_clientId, wanted.Owner, wanted.Key.Target.Scopes);
        return [.. _peppers.Select(pepper => EntrySecrets.Derive(assertion.Characters, context, pepper))];
    }

    private static ReadOnlySpan<char> SignatureOf(ReadOnlySpan<char> token) => token[(token.LastIndexOf('.') + 1)..];
}
