using System.Security.Cryptography;
using CsCheck;
using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.OnBehalfOf.Sharing;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

public sealed class SealedSessionTests
{
    private const string Client = "f0bc0000-0000-4000-8000-000000000010";
    private const string Key = "Yk3cK1wq1kKQ1b8Vq0g3m8m2t3m5p0uX9l8z7y6x5w4";
    private static readonly PrincipalId Alice = new("tenant", "alice");
    private static readonly EntrySecrets Secrets = SecretsOf();

    private static readonly Gen<SessionContent> Sessions =
        from tokens in Gen.Byte.Array[0, 20_000]
        from times in Gen.Long[0, 4_000_000_000_000].Array[4]
        select new SessionContent(tokens, At(times[0]), At(times[1]), At(times[2]), At(times[3]));

    [Fact]
    public void What_was_sealed_opens_as_it_was() => Sessions.Sample(session =>
    {
        var opened = SealedSession.Open(SealedSession.Seal(session, Secrets), Secrets)!;

        Assert.Equal(session.Tokens, opened.Tokens);
        Assert.Equal(session with { Tokens = [] }, opened with { Tokens = [] });
    }, iter: 500);

    [Fact]
    public void No_bit_can_be_changed_and_no_length_but_its_own_opens()
    {
        var content = SealedSession.Seal(Some(400), Secrets);
        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SealedSession.Open(content, Secrets));
            content[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < content.Length; length++) Assert.Null(SealedSession.Open(content.AsSpan(0, length), Secrets));
        Assert.Null(SealedSession.Open([.. content, 0], Secrets));
        Assert.NotNull(SealedSession.Open(content, Secrets));
    }

    [Fact]
    public void A_session_opens_only_for_whom_it_was_sealed()
    {
        var content = SealedSession.Seal(Some(400), Secrets);
        EntrySecrets[] others =
        [
            SecretsOf(key: Key[..^1] + "5"),
            SecretsOf(user: Alice with { ObjectId = "carol" }),
            SecretsOf(user: Alice with { TenantId = "others" }),
            SecretsOf(client: "another"),
            SecretsOf(pepper: Convert.ToBase64String(new byte[32])),
            new(Secrets.Place, Secrets.Key, EntryContext.Of(Client, Alice with { ObjectId = "carol" }, [])), // as if place and key were derived wrongly
            new(new StorePlace(new byte[StorePlace.Length]), Secrets.Key, Secrets.Context),
        ];

        Assert.All(others, other => Assert.Null(SealedSession.Open(content, other)));
        Assert.Equal(6, others.Take(5).Append(Secrets).Select(secrets => secrets.Place).Distinct().Count());
        Assert.NotNull(SealedSession.Open(content, SecretsOf(user: new("TENANT", "Alice"))));
    }

    /// <summary>A session key is no access token, and the other way round: what is sealed for the one never opens as the other.</summary>
    [Fact]
    public void Sessions_and_shared_tokens_have_nothing_in_common()
    {
        var token = EntrySecrets.Derive(Key, Secrets.Context, []);

        Assert.NotEqual(Secrets.Place, token.Place);
        Assert.NotEqual(Secrets.Key, token.Key);
    }

    [Fact]
    public void Sessions_have_few_lengths_and_no_content_twice()
    {
        var lengths = Enumerable.Range(6_000, 1_000).Select(length => SealedSession.Seal(Some(length), Secrets).Length).Distinct();
        var contents = Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(SealedSession.Seal(Some(10), Secrets))).ToHashSet();

        Assert.InRange(lengths.Count(), 1, 2);
        Assert.Equal(100, contents.Count);
    }

    private static SessionContent Some(int length) => new(RandomNumberGenerator.GetBytes(length), At(1), At(2), At(3), At(4));

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static EntrySecrets SecretsOf(string key = Key, PrincipalId? user = null, string client = Client, string? pepper = null) =>
        new SessionPlaces(Options.Create(new DistributedTokenCacheOptions { Pepper = pepper }), Options.Create(new AzureAdOptions { ClientId = client })).Of(key, (user ?? Alice).TenantId, (user ?? Alice).ObjectId).Places[0];
}
