using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using FunctionsObo.TokenStores;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>
/// Where something sealed is, and what it is sealed with. Both are derived from a secret that only its owner has (HKDF-SHA256, RFC 5869), by different labels: who has not the
/// secret can find neither, and the place tells nothing of the key. docs/security.md says why that is enough.
/// </summary>
internal sealed class EntrySecrets
{
    /// <summary>With the version of the layout: another version finds nothing of this one.</summary>
    private static readonly byte[] TokenSalt = [.. "FunctionsObo shared tokens"u8, SealedEntry.Version];

    /// <summary>The labels.</summary>
    private static readonly byte[] PlaceLabel = [.. "place"u8];
    private static readonly byte[] KeyLabel = [.. "key"u8];

    public EntrySecrets(StorePlace place, byte[] key, byte[] context) => (Place, Key, Context) = (place, key, context);

    public StorePlace Place { get; }

    /// <summary>Of AES-256.</summary>
    public byte[] Key { get; }

    /// <summary>What it is for: <see cref="EntryContext"/>.</summary>
    public byte[] Context { get; }

    /// <summary>Those of the shared entry of a token.</summary>
    /// <param name="accessToken">The caller's access token as it was received, after its signature was verified.</param>
    /// <param name="context">What the token is for.</param>
    /// <param name="pepper">A secret of the app; empty for none.</param>
    public static EntrySecrets Derive(ReadOnlySpan<char> accessToken, byte[] context, ReadOnlySpan<byte> pepper) => Derive(TokenSalt, accessToken, context, pepper);

    /// <param name="salt">The kind of thing, with the version of its layout.</param>
    /// <param name="ownersSecret">What only its owner has.</param>
    /// <param name="context">What it is for.</param>
    /// <param name="pepper">A secret of the app; empty for none.</param>
    public static EntrySecrets Derive(ReadOnlySpan<byte> salt, ReadOnlySpan<char> ownersSecret, byte[] context, ReadOnlySpan<byte> pepper)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(ownersSecret.Length));
        Span<byte> secret = stackalloc byte[SHA256.HashSizeInBytes];
        try
        {
            var length = Encoding.UTF8.GetBytes(ownersSecret, utf8);
            HKDF.Extract(HashAlgorithmName.SHA256, utf8.AsSpan(0, length), [.. salt, .. pepper], secret); // the salt is HMAC's key: without the pepper, nobody can repeat it
            Span<byte> place = stackalloc byte[StorePlace.Length];
            HKDF.Expand(HashAlgorithmName.SHA256, secret, place, [.. PlaceLabel, .. context]);
            var key = new byte[Sealing.KeyLength];
            HKDF.Expand(HashAlgorithmName.SHA256, secret, key, [.. KeyLabel, .. context]);
            return new EntrySecrets(new StorePlace(place), key, context);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(utf8);
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <summary>Only where it is: the key is a secret.</summary>
    public override string ToString() => Place.ToString();
}
