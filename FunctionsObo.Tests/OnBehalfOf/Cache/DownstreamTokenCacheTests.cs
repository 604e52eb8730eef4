using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.Cache;
using Microsoft.Extensions.Options;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf.Cache;

public sealed class DownstreamTokenCacheTests
{
    private static readonly TargetApi Graph = new("Graph", ["https://graph.microsoft.com/User.Read"]);
    private static readonly string Token = new('t', 1500);

    private readonly ManualTime _time = new();

    [Fact]
    public void A33_a_hundred_thousand_users_stay_under_the_limit()
    {
        using var cache = CreateCache(megabytes: 20);

        for (var user = 0; user < 100_000; user++) Add(cache, user);

        Assert.InRange(cache.Size, 5L << 20, 20L << 20);
        Assert.NotNull(cache.Find(Key(99_999), _time.GetUtcNow()));
        Assert.Null(cache.Find(Key(0), _time.GetUtcNow()));
    }

    [Fact]
    public void A_user_who_keeps_calling_is_not_pushed_out_by_those_who_come_once()
    {
        using var cache = CreateCache(megabytes: 2);
        Add(cache, 0);

        for (var user = 1; user < 20_000; user++)
        {
            Add(cache, user);
            Assert.NotNull(cache.Find(Key(0), _time.GetUtcNow()));
        }
    }

    [Fact]
    public void What_has_ended_is_swept_out_of_memory()
    {
        using var cache = CreateCache(megabytes: 20);
        for (var user = 0; user < 100; user++) Add(cache, user);

        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal((0, 0L), (cache.Count, cache.Size));
    }

    [Fact]
    public void A_token_comes_back_as_it_was()
    {
        using var cache = CreateCache(megabytes: 20);
        Add(cache, 1);
        var cached = cache.Find(Key(1), _time.GetUtcNow())!;

        Assert.Equal($"Bearer {Token}", cache.ToRequestToken(Key(1), cached).Authorization);
        Assert.Same(cache.ToRequestToken(Key(1), cached), cache.ToRequestToken(Key(1), cached));
    }

    private DownstreamTokenCache CreateCache(int megabytes) =>
        new(Options.Create(new TokenCacheOptions { SizeLimitMegabytes = megabytes }), _time);

    private void Add(DownstreamTokenCache cache, int user)
    {
        var now = _time.GetUtcNow();
        var token = new AcquiredToken(Token, now + TimeSpan.FromHours(1), now + TimeSpan.FromMinutes(30));
        cache.Add(Key(user), cache.Pack(token, now + TimeSpan.FromHours(1), new PrincipalId("tenant", "user")));
    }

    private static TokenKey Key(int user) => new(TokenHash.Compute($"assertion {user}"), Graph);
}
