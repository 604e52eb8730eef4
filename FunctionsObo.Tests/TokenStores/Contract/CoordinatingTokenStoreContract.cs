using System.Security.Cryptography;
using FunctionsObo.TokenStores;

namespace FunctionsObo.Tests.TokenStores.Contract;

/// <summary>What a store does besides by which instances act as one.</summary>
public abstract class CoordinatingTokenStoreContract : TokenStoreContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private ICoordinatingTokenStore Coordinating => (ICoordinatingTokenStore)Store;

    [Fact]
    public async Task Of_many_who_claim_at_once_one_has_it()
    {
        var place = AnyPlace();

        var granted = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => ClaimAsync(place, Guid.NewGuid()))));

        Assert.Single(granted, one => one);
        Assert.True(await ClaimAsync(AnyPlace(), Guid.NewGuid()));
    }

    [Fact]
    public async Task A_claim_lasts_for_its_lease_and_as_long_as_it_is_renewed()
    {
        var (place, holder, other) = (AnyPlace(), Guid.NewGuid(), Guid.NewGuid());
        Assert.True(await ClaimAsync(place, holder));

        await PassAsync(Lease * 0.75);
        Assert.True(await ClaimAsync(place, holder));
        await PassAsync(Lease * 0.75);
        Assert.False(await ClaimAsync(place, other));
        await PassAsync(Lease);

        Assert.True(await ClaimAsync(place, other));
        Assert.False(await ClaimAsync(place, holder));
    }

    [Fact]
    public async Task A_claim_is_given_back_by_its_holder_alone()
    {
        var (place, holder, other) = (AnyPlace(), Guid.NewGuid(), Guid.NewGuid());
        await ClaimAsync(place, holder);

        await Coordinating.ReleaseAsync(place, other, CancellationToken.None);
        Assert.False(await ClaimAsync(place, other));
        await Coordinating.ReleaseAsync(place, holder, CancellationToken.None);

        Assert.True(await ClaimAsync(place, other));
    }

    [Fact]
    public async Task Marks_are_read_from_a_position_on()
    {
        var (first, second) = (AnyPlace(), AnyPlace());
        var start = (await Coordinating.GetMarksAsync(0, CancellationToken.None)).Position;
        await Coordinating.AddMarkAsync(first, Day, CancellationToken.None);
        var one = await Coordinating.GetMarksAsync(start, CancellationToken.None);
        await Coordinating.AddMarkAsync(second, Day, CancellationToken.None);
        await Coordinating.AddMarkAsync(first, Day, CancellationToken.None);

        var later = await Coordinating.GetMarksAsync(one.Position, CancellationToken.None);
        var none = await Coordinating.GetMarksAsync(later.Position, CancellationToken.None);

        Assert.Equal([first], Of(one, first, second));
        Assert.Equal([second, first], Of(later, first, second));
        Assert.Empty(Of(none, first, second));
        Assert.True(none.Position >= later.Position);
        Assert.Contains(Of(await Coordinating.GetMarksAsync(0, CancellationToken.None), first, second), place => place == second);
    }

    [Fact]
    public async Task No_mark_comes_to_be_seen_before_a_position_that_was_given_out()
    {
        var places = Enumerable.Range(0, 100).Select(_ => AnyPlace()).ToHashSet();
        var seen = new HashSet<StorePlace>();
        var position = (await Coordinating.GetMarksAsync(0, CancellationToken.None)).Position;

        var writing = Task.WhenAll(places.Chunk(10).Select(chunk => Task.Run(async () =>
        {
            foreach (var place in chunk) await Coordinating.AddMarkAsync(place, Day, CancellationToken.None);
        })));
        for (var isLast = false; !isLast;)
        {
            isLast = writing.IsCompleted;
            var read = await Coordinating.GetMarksAsync(position, CancellationToken.None);
            seen.UnionWith(read.Marks.Select(mark => mark.Subject));
            position = read.Position;
        }

        await writing;
        Assert.Superset(places, seen);
    }

    [Fact]
    public async Task A_session_is_written_only_over_the_version_that_was_read()
    {
        var place = AnyPlace();
        Assert.Null(await ReadAsync(place));

        Assert.False(await WriteAsync(place, 1, [0]));
        Assert.True(await WriteAsync(place, 0, [1]));
        Assert.False(await WriteAsync(place, 0, [2]));
        var first = (await ReadAsync(place))!;
        Assert.True(await WriteAsync(place, first.Version, [3]));
        Assert.False(await WriteAsync(place, first.Version, [4]));

        Assert.Equal([3], (await ReadAsync(place))!.Content);
        Assert.True(first.Version > 0);
    }

    [Fact]
    public async Task A_session_that_was_removed_is_not_brought_back_by_a_version_from_before()
    {
        var place = AnyPlace();
        await WriteAsync(place, 0, [1]);
        var read = (await ReadAsync(place))!;

        await Coordinating.RemoveSessionAsync(place, CancellationToken.None);
        Assert.Null(await ReadAsync(place));
        Assert.False(await WriteAsync(place, read.Version, [2]));
        Assert.True(await WriteAsync(place, 0, [3]));

        Assert.False(await WriteAsync(place, read.Version, [4]));
    }

    [Fact]
    public async Task Of_uses_of_a_session_at_once_one_is_written()
    {
        var place = AnyPlace();
        await WriteAsync(place, 0, RandomNumberGenerator.GetBytes(12_000));
        var read = (await ReadAsync(place))!;

        var written = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => WriteAsync(place, read.Version, [(byte)number]))));

        Assert.Single(written, one => one);
    }

    [Fact]
    public async Task A_session_whose_lifetime_is_over_is_gone()
    {
        var place = AnyPlace();
        await WriteAsync(place, 0, [1]);

        await PassAsync(Day);

        Assert.Null(await ReadAsync(place));
        Assert.True(await WriteAsync(place, 0, [2]));
    }

    /// <summary>Other tests write marks as well.</summary>
    private static IEnumerable<StorePlace> Of(StoredMarks read, params StorePlace[] places) => read.Marks.Select(mark => mark.Subject).Where(places.Contains);

    private Task<bool> ClaimAsync(StorePlace place, Guid holder) => Coordinating.ClaimAsync(place, holder, Lease, CancellationToken.None);

    private Task<StoredSession?> ReadAsync(StorePlace place) => Coordinating.GetSessionAsync(place, CancellationToken.None);

    private Task<bool> WriteAsync(StorePlace place, long version, byte[] content) => Coordinating.CompareAndSetSessionAsync(place, version, content, Day, CancellationToken.None);
}
