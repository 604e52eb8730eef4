using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Sharing;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>
/// Where the session of a key may be: by the pepper in use, to which a new one is written, and by the one before. Tenant and object id are in it, so that whoever has the key and is another user arrives
/// at another, empty, place.
/// </summary>
internal sealed class SessionPlaces(IOptions<DistributedTokenCacheOptions> options, IOptions<AzureAdOptions> registration)
{
    private static readonly byte[] Salt = [.. "FunctionsObo long-running sessions"u8, SealedSession.Version];

    private readonly string _clientId = registration.Value.ClientId;
    private readonly byte[][] _peppers = options.Value.Peppers();

    /// <param name="key">The session's key, which only its owner has.</param>
    /// <param name="tenantId">The tenant of the session's user.</param>
    /// <param name="objectId">The object id of the session's user.</param>
    /// <exception cref="ArgumentNullException">The key or an id is missing.</exception>
    public SessionKey Of(string key, string tenantId, string objectId)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(tenantId);
        ArgumentNullException.ThrowIfNull(objectId);
        var owner = new PrincipalId(tenantId, objectId);
        var context = EntryContext.Of(_clientId, owner, []);
        return new SessionKey(owner, [.. _peppers.Select(pepper => EntrySecrets.Derive(Salt, key, context, pepper))]);
    }
}

/// <summary>A session by its key and its user.</summary>
/// <param name="Owner">The user.</param>
/// <param name="Places">Where it may be, and what it is sealed with; a new one is written to the first.</param>
internal sealed record SessionKey(PrincipalId Owner, IReadOnlyList<EntrySecrets> Places)
{
    /// <summary>Tells sessions apart.</summary>
    public StorePlace Id => Places[0].Place;

    public override string ToString() => "long-running session";
}
