using System.Security.Cryptography;
using System.Text;
using FunctionsObo.TokenStores;

namespace FunctionsObo.Authentication;

/// <summary>
/// Whom a purge is about, for instances that tell each other by a shared store: a keyed hash of this app, and of the user or the API. Who reads the store cannot get from it to a user; who
/// knows the ids of a user can see whether there is a mark for them.
/// </summary>
/// <param name="clientId">This app.</param>
internal sealed class PurgeSubjects(string clientId)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes($"FunctionsObo purges of {clientId.ToLowerInvariant()}");

    public StorePlace Of(PrincipalId user) => Of($"user {user.TenantId.ToLowerInvariant()} {user.ObjectId.ToLowerInvariant()}");

    /// <summary>Only the user's long-running sessions.</summary>
    public StorePlace OfSessions(PrincipalId user) => Of($"sessions {user.TenantId.ToLowerInvariant()} {user.ObjectId.ToLowerInvariant()}");

    /// <param name="api">The API's name in the configuration, which all instances share.</param>
    public StorePlace OfApi(string api) => Of($"api {api}");

    private StorePlace Of(string subject)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(subject), hash);
        return new StorePlace(hash);
    }
}
