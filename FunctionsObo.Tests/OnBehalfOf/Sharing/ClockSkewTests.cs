using FunctionsHost.InProcess;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>Instances whose clocks differ from the store's and from each other.</summary>
public sealed class ClockSkewTests
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Who_is_exchanged_after_a_purge_is_shared_again_whatever_the_clocks()
    {
        await using var instances = await Purging.StartAsync();
        var token = await instances.KnownToBothAsync("alice");
        instances.PurgeAlice(0);
        await instances.MarkedAsync(1);
        await instances.SeenAsync(Purging.PollInterval);
        await instances.CallAsync(0, token);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ITokenStore.SetIfNewerAsync)) == 2);

        await instances.CallAsync(1, token);
        await instances.CallAsync(await instances.AddAsync(), token);

        Assert.Equal(2, instances.Exchanges);
        Assert.True(Purging.PollInterval < ClockSkew); // which the new entry began after: it says so all the same
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public async Task What_an_instance_with_a_wrong_clock_has_got_is_found_by_the_others_and_the_other_way_round(int ahead)
    {
        await using var instances = await StartAsync(TimeSpan.FromSeconds(ahead));
        var ofRight = instances.Stack.Emulator.IssueAccessToken("alice");
        var ofWrong = instances.Stack.Emulator.IssueAccessToken("bob");

        await instances.CallAsync(0, ofRight);
        await instances.CallAsync(1, ofWrong);
        await Eventually.TrueAsync(() => instances.Store.Entries.Count == 2);
        await instances.CallAsync(1, ofRight);
        await instances.CallAsync(0, ofWrong);

        Assert.Equal(2, instances.Exchanges);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public async Task After_a_purge_nothing_from_before_is_served_however_soon_it_follows_another_one(int ahead)
    {
        await using var instances = await StartAsync(TimeSpan.FromSeconds(ahead));
        var token = await instances.KnownToBothAsync("alice");
        instances.PurgeAlice(1);
        await instances.MarkedAsync(1);
        await instances.SeenAsync(Purging.PollInterval);
        await instances.CallAsync(1, token);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ITokenStore.SetIfNewerAsync)) == 2);
        var before = instances.Exchanges;

        instances.PurgeAlice(0);
        await instances.MarkedAsync(2);
        await instances.CallAsync(await instances.AddAsync(), token); // it has only the store

        Assert.Equal(before + 1, instances.Exchanges);
    }

    /// <summary>The second instance has a wrong clock; the store has that of the first.</summary>
    private static Task<Instances> StartAsync(TimeSpan ahead)
    {
        var started = 0;
        return Purging.StartAsync(setup =>
        {
            if (++started != 2) return;
            var right = (TimeProvider)setup.Services.Last(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance!;
            setup.Services.AddSingleton<TimeProvider>(new WrongClock(ahead, right));
        });
    }
}
