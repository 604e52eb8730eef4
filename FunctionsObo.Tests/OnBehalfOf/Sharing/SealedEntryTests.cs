using System.Security.Cryptography;
using System.Text;
using CsCheck;
using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Sharing;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

public sealed class SealedEntryTests
{
    private const string Client = "f0bc0000-0000-4000-8000-000000000010";
    private static readonly PrincipalId Alice = new("tenant", "alice");
    private static readonly string[] Scopes = ["api://orders/read", "api://orders/write"];
    private static readonly EntrySecrets Secrets = SecretsOf();

    private static readonly Gen<SharedEntry> Entries =
        from token in Gen.Char['!', '~'].Array[0, 5000]
        from claims in Gen.String[Gen.Char[' ', '\u9fff'], 0, 300]
        from times in Gen.Long[0, 4_000_000_000_000].Array[3]
        select new SharedEntry(Encoding.ASCII.GetBytes(token), claims.Length == 0 ? null : claims, At(times[0]), At(times[1]), At(times[2]));

    [Fact]
    public void What_was_sealed_opens_as_it_was() => Entries.Sample(entry =>
    {
        var opened = SealedEntry.Open(SealedEntry.Seal(entry, Secrets), Secrets)!;

        Assert.Equal(entry.AccessToken, opened.AccessToken);
        Assert.Equal(entry with { AccessToken = [] }, opened with { AccessToken = [] });
    }, iter: 2000);

    [Fact]
    public void No_bit_can_be_changed()
    {
        var content = SealedEntry.Seal(Some(400), Secrets);
        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SealedEntry.Open(content, Secrets));
            content[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.NotNull(SealedEntry.Open(content, Secrets));
    }

    [Fact]
    public void No_length_but_its_own_opens()
    {
        var content = SealedEntry.Seal(Some(400), Secrets);

        for (var length = 0; length < content.Length; length++) Assert.Null(SealedEntry.Open(content.AsSpan(0, length), Secrets));
        Assert.Null(SealedEntry.Open([.. content, 0], Secrets));
    }

    [Fact]
    public void What_anybody_makes_up_does_not_open() =>
        Gen.Byte.Array[0, 600].Sample(content => Assert.Null(SealedEntry.Open(content, Secrets)), iter: 2000);

    /// <summary>A writer of the store can put one entry in the place of another.</summary>
    [Fact]
    public void An_entry_opens_only_for_what_it_was_sealed_for()
    {
        var content = SealedEntry.Seal(Some(400), Secrets);
        EntrySecrets[] others =
        [
            SecretsOf(token: "another.access.token"),
            SecretsOf(user: Alice with { ObjectId = "bob" }),
            SecretsOf(user: Alice with { TenantId = "other" }),
            SecretsOf(client: "another"),
            SecretsOf(scopes: Scopes[..1]),
            SecretsOf(pepper: [1]),
        ];

        Assert.All(others, other => Assert.Null(SealedEntry.Open(content, other)));
        Assert.Equal(others.Length + 1, others.Append(Secrets).Select(secrets => secrets.Place).Distinct().Count());
        Assert.NotNull(SealedEntry.Open(content, SecretsOf(scopes: [.. Scopes.Reverse()])));
        Assert.NotNull(SealedEntry.Open(content, SecretsOf(user: new("TENANT", "Alice"))));
    }

    /// <summary>If place and key were derived wrongly, what is authenticated would still hold.</summary>
    [Fact]
    public void The_user_is_authenticated_and_not_only_in_the_key()
    {
        var content = SealedEntry.Seal(Some(400), Secrets);
        var bobs = new EntrySecrets(Secrets.Place, Secrets.Key, EntryContext.Of(Client, Alice with { ObjectId = "bob" }, Scopes));

        Assert.Null(SealedEntry.Open(content, bobs));
        Assert.NotNull(SealedEntry.Open(content, new EntrySecrets(Secrets.Place, Secrets.Key, EntryContext.Of(Client, Alice, Scopes))));
    }

    [Fact]
    public void Parts_of_the_context_cannot_be_moved_from_one_into_the_next()
    {
        var contexts = new[] { ("ab", "c", new[] { "d" }), ("a", "bc", ["d"]), ("ab", "", ["c", "d"]), ("ab", "c", ["d", ""]), ("ab", "cd", []) };

        Assert.Equal(contexts.Length, contexts.Select(one => Convert.ToHexString(EntryContext.Of("client", new(one.Item1, one.Item2), one.Item3))).Distinct().Count());
    }

    [Fact]
    public void Entries_have_few_lengths_and_no_content_twice()
    {
        var lengths = Enumerable.Range(1200, 1000).Select(length => SealedEntry.Seal(Some(length), Secrets).Length).Distinct().ToList();
        var contents = Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(SealedEntry.Seal(Some(10), Secrets))).ToHashSet();

        Assert.InRange(lengths.Count, 1, 5);
        Assert.Equal(1000, contents.Count);
        Assert.All(Enumerable.Range(1200, 1000), length => Assert.InRange((double)SealedEntry.Seal(Some(length), Secrets).Length / length, 1, 1.3));
    }

    [Fact]
    public void Nothing_of_the_token_is_to_be_seen_in_place_or_key()
    {
        var token = "header.payload." + Convert.ToHexString(RandomNumberGenerator.GetBytes(256));
        var (one, other) = (SecretsOf(token: token), SecretsOf(token: token[..^1] + "x"));

        Assert.NotEqual(one.Place, other.Place);
        Assert.NotEqual(one.Key, other.Key);
        Assert.NotEqual(one.Place.ToArray(), one.Key);
        Assert.NotEqual(SHA256.HashData(Encoding.ASCII.GetBytes(token)), one.Place.ToArray());
        Assert.Equal((one.Place.ToString(), 43), (one.ToString(), one.ToString().Length));
    }

    private static SharedEntry Some(int length) => new(Encoding.ASCII.GetBytes(new string('t', length)), null, At(3), At(2), At(1));

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static EntrySecrets SecretsOf(string token = "an.access.token", PrincipalId? user = null, string client = Client, string[]? scopes = null, byte[]? pepper = null) =>
        EntrySecrets.Derive(token, EntryContext.Of(client, user ?? Alice, scopes ?? Scopes), pepper ?? []);
}
