using FunctionsObo.Authentication;
using FunctionsObo.Tests.Security;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Tests.Authentication;

/// <summary>How long a token that was found good stays so; keys that leave are in <see cref="KeyAttackTests"/>.</summary>
public sealed class ValidatedTokenCacheTests
{
    private const string Lookups = "functionsobo.validated_tokens.lookups";

    [Fact]
    public async Task A_token_seen_before_is_found_again_until_it_expires_with_its_skew()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:ValidatedTokenMaximumAge", "01:00:00"));
        using var lookups = stack.Measure<long>(Lookups);
        var token = stack.Emulator.Mint(payload => payload["exp"] = stack.Time.GetUtcNow().ToUnixTimeSeconds() + 300);

        await stack.AdmitsAsync(token);
        Assert.Equal(1, CacheOf(stack).Count);
        stack.Time.Advance(TimeSpan.FromSeconds(358));
        await stack.AdmitsAsync(token);
        Assert.Equal(1, lookups.Count("result", "hit"));
        stack.Time.Advance(TimeSpan.FromSeconds(2));

        await stack.RefusesAsync(token, "token_expired");
        Assert.Equal(0, CacheOf(stack).Count);
    }

    [Fact]
    public async Task A_token_is_validated_again_after_the_maximum_age()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:ValidatedTokenMaximumAge", "00:01:00"));
        using var lookups = stack.Measure<long>(Lookups);
        var token = stack.Emulator.IssueAccessToken("alice");

        for (var i = 0; i < 3; i++) await stack.AdmitsAsync(token);
        stack.Time.Advance(TimeSpan.FromMinutes(1));
        await stack.AdmitsAsync(token);

        Assert.Equal((2, 2), (lookups.Count("result", "hit"), lookups.Count("result", "miss")));
    }

    [Fact]
    public async Task What_users_have_in_common_is_in_memory_once()
    {
        await using var stack = await Stack.StartAsync();
        var (alice, bob) = (await stack.CallerAsync("alice"), await stack.CallerAsync("bob"));

        Assert.Same(alice.TenantId, bob.TenantId);
        Assert.Same(alice.ClientId, bob.ClientId);
        Assert.Same(alice.Scopes, bob.Scopes);
        Assert.NotEqual(alice.ObjectId, bob.ObjectId);
    }

    [Fact]
    public async Task Refused_tokens_push_no_good_one_out_and_take_no_place()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:ValidatedTokenCacheSize", "100"));
        using var lookups = stack.Measure<long>(Lookups);
        var good = stack.Emulator.IssueAccessToken("alice");
        await stack.AdmitsAsync(good);

        for (var i = 0; i < 300; i++)
            await stack.RefusesAsync(stack.Emulator.Forge(payload: payload => payload["n"] = i, how: request => request with { Signature = new string('A', 342) }), "wrong_signature");

        Assert.Equal(1, CacheOf(stack).Count);
        await stack.AdmitsAsync(good);
        Assert.Equal(1, lookups.Count("result", "hit"));
    }

    [Fact]
    public async Task It_holds_no_more_than_it_may()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:ValidatedTokenCacheSize", "100"));

        for (var i = 0; i < 150; i++)
        {
            await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
            Assert.InRange(CacheOf(stack).Count, 1, 101);
        }

        Assert.InRange(CacheOf(stack).Count, 50, 101);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_that_is_set_by_an_hour_changes_nothing_but_what_the_tokens_times_say(int hours)
    {
        await using var stack = await Stack.StartAsync(("AzureAd:ValidatedTokenMaximumAge", "00:10:00"));
        using var lookups = stack.Measure<long>(Lookups);
        var now = stack.Time.GetUtcNow().ToUnixTimeSeconds();
        var token = stack.Emulator.Mint(payload => (payload["nbf"], payload["iat"], payload["exp"]) = (now - 7200, now - 7200, now + 7200));
        await stack.AdmitsAsync(token);

        stack.Time.WallClockError = TimeSpan.FromHours(hours);
        await stack.AdmitsAsync(token);
        Assert.Equal(1, lookups.Count("result", "hit"));
        stack.Time.Advance(TimeSpan.FromMinutes(10));
        await stack.AdmitsAsync(token);
        Assert.Equal((1, 2), (lookups.Count("result", "hit"), lookups.Count("result", "miss")));

        stack.Time.WallClockError = TimeSpan.FromHours(3);
        await stack.RefusesAsync(token, "token_expired");
    }

    [Fact]
    public async Task Its_last_instant_is_the_one_before_its_expiry_with_skew()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:ClockSkew", "00:01:00"), ("AzureAd:ValidatedTokenMaximumAge", "01:00:00"));
        var expiry = DateTimeOffset.FromUnixTimeSeconds(stack.Time.GetUtcNow().ToUnixTimeSeconds() + 300);
        var (seen, unseen) = (Token(), Token());
        await stack.AdmitsAsync(seen);

        stack.Time.Advance(expiry.AddMinutes(1) - stack.Time.GetUtcNow() - TimeSpan.FromTicks(1));
        await stack.AdmitsAsync(seen);
        await stack.AdmitsAsync(Token());
        stack.Time.Advance(TimeSpan.FromTicks(1));

        await stack.RefusesAsync(seen, "token_expired");
        await stack.RefusesAsync(unseen, "token_expired");

        string Token() => stack.Emulator.Mint(payload => (payload["exp"], payload["uti"]) = (expiry.ToUnixTimeSeconds(), Guid.NewGuid().ToString()));
    }

    private static ValidatedTokenCache CacheOf(Stack stack) => stack.Local.FunctionApp!.Services.GetRequiredService<ValidatedTokenCache>();
}
