using FunctionsObo.Authentication;

namespace FunctionsObo.Tests.Authentication;

public sealed class PurgeMarksTests
{
    private static readonly PrincipalId Alice = new("tenant", "alice");
    private static readonly PrincipalId Bob = new("tenant", "bob");

    private readonly PurgeMarks _marks = new();

    [Fact]
    public void What_began_before_a_users_purge_counts_no_more_and_what_begins_after_it_does()
    {
        var before = _marks.Now;
        _marks.Purge(Alice);

        Assert.False(_marks.Admit(before, Alice, "Graph"));
        Assert.True(_marks.Admit(_marks.Now, Alice, "Graph"));
    }

    [Fact]
    public void One_users_purge_is_nobody_elses()
    {
        var before = _marks.Now;
        _marks.Purge(Alice);

        Assert.True(_marks.Admit(before, Bob, "Graph"));
        Assert.True(_marks.Admit(before, new PrincipalId("another tenant", "alice"), "Graph"));
    }

    [Fact]
    public void Ids_are_the_same_however_they_are_written()
    {
        var before = _marks.Now;
        _marks.Purge(new PrincipalId("TENANT", "Alice"));

        Assert.False(_marks.Admit(before, Alice, "Graph"));
    }

    [Fact]
    public void A_purge_by_api_is_for_all_users_and_for_no_other_api()
    {
        var before = _marks.Now;
        _marks.Purge("Graph");

        Assert.False(_marks.Admit(before, Alice, "Graph"));
        Assert.True(_marks.Admit(before, Alice, "Orders"));
    }

    [Fact]
    public void The_later_of_two_purges_counts()
    {
        _marks.Purge("Graph");
        var between = _marks.Now;
        _marks.Purge(Alice);
        var after = _marks.Now;
        _marks.Purge("Orders");

        Assert.False(_marks.Admit(between, Alice, "Graph"));
        Assert.True(_marks.Admit(after, Alice, "Graph"));
        Assert.False(_marks.Admit(after, Alice, "Orders"));
    }

    [Fact]
    public void However_many_users_are_purged_no_purge_is_undone_and_the_newest_stay_single()
    {
        var before = _marks.Now;
        for (var user = 0; user <= 100_000; user++) _marks.Purge(new PrincipalId("tenant", $"user {user}"));
        var recent = _marks.Now - 10;

        Assert.False(_marks.Admit(before, new PrincipalId("tenant", "user 0"), "Graph"));
        Assert.False(_marks.Admit(recent, new PrincipalId("tenant", "user 100000"), "Graph"));
        Assert.True(_marks.Admit(recent, Bob, "Graph"));
    }
}
