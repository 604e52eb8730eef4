using System.Buffers.Binary;
using System.Text;
using FunctionsObo.Authentication;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>
/// What a shared token is for, as bytes: our own client, the user, the scopes. No two differ in what they say and not in their bytes, as each part has its length before it.
/// </summary>
internal static class EntryContext
{
    /// <param name="clientId">This app.</param>
    /// <param name="user">The user whose token it is, as the validated access token says it.</param>
    /// <param name="scopes">What the downstream token is for, in any order.</param>
    public static byte[] Of(string clientId, PrincipalId user, IReadOnlyList<string> scopes)
    {
        string[] parts = [clientId.ToLowerInvariant(), user.TenantId.ToLowerInvariant(), user.ObjectId.ToLowerInvariant(), .. scopes.Order(StringComparer.Ordinal)];
        var bytes = new byte[parts.Sum(part => sizeof(int) + Encoding.UTF8.GetByteCount(part))];
        var rest = bytes.AsSpan();
        foreach (var part in parts)
        {
            var length = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, length);
            rest = rest[(sizeof(int) + length)..];
        }

        return bytes;
    }
}
