using System.Security.Cryptography;
using FunctionsObo.TokenStores;

namespace FunctionsObo.Tests.TokenStores.Contract;

/// <summary>What every store does: a class that derives from this runs it over one of them.</summary>
public abstract class TokenStoreContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The store, which other tests may use at the same time.</summary>
    protected abstract ITokenStore Store { get; }

    protected static StorePlace AnyPlace() => new(RandomNumberGenerator.GetBytes(StorePlace.Length));

    /// <summary>Makes a time pass by which the store counts lifetimes.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((32 * 1024) - 1)]
    public async Task What_is_written_is_read(int length)
    {
        var (place, content) = (AnyPlace(), RandomNumberGenerator.GetBytes(length));

        Assert.Null(await GetAsync(place));
        await SetAsync(place, content, Hour);

        Assert.Equal(content, await GetAsync(place));
        Assert.Null(await GetAsync(AnyPlace()));
    }

    [Fact]
    public async Task An_entry_gives_way_to_one_that_ends_later_or_at_the_same_time_and_to_no_other()
    {
        var place = AnyPlace();
        await SetAsync(place, [1], Hour);

        await SetAsync(place, [2], Hour + TimeSpan.FromMinutes(1));
        Assert.Equal([2], await GetAsync(place));
        await SetAsync(place, [3], Hour);
        Assert.Equal([2], await GetAsync(place));
        await SetAsync(place, [4], Hour + TimeSpan.FromMinutes(1));
        Assert.Equal([4], await GetAsync(place));
    }

    [Fact]
    public async Task An_entry_that_is_removed_is_gone_and_stands_in_nobodys_way()
    {
        var place = AnyPlace();
        await Store.RemoveAsync(place, CancellationToken.None);
        await SetAsync(place, [1], Hour);

        await Store.RemoveAsync(place, CancellationToken.None);
        Assert.Null(await GetAsync(place));
        await SetAsync(place, [2], TimeSpan.FromMinutes(1));

        Assert.Equal([2], await GetAsync(place));
    }

    [Fact]
    public async Task An_entry_whose_lifetime_is_over_is_gone_and_stands_in_nobodys_way()
    {
        var place = AnyPlace();
        await SetAsync(place, [1], TimeSpan.FromMinutes(2));

        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([1], await GetAsync(place));
        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.Null(await GetAsync(place));
        await SetAsync(place, [2], TimeSpan.FromMinutes(1));

        Assert.Equal([2], await GetAsync(place));
    }

    [Fact]
    public async Task Of_entries_that_are_written_at_once_one_is_there_whole()
    {
        var place = AnyPlace();
        byte[][] contents = [.. Enumerable.Range(0, 20).Select(number => Enumerable.Repeat((byte)number, 1000).ToArray())];

        await Task.WhenAll(contents.Select(content => Task.Run(() => SetAsync(place, content, Hour))));

        Assert.Contains(await GetAsync(place), contents);
    }

    private Task<byte[]?> GetAsync(StorePlace place) => Store.GetAsync(place, CancellationToken.None);

    private Task SetAsync(StorePlace place, byte[] content, TimeSpan lifetime) => Store.SetIfNewerAsync(place, content, lifetime, CancellationToken.None);
}
