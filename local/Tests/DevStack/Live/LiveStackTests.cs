using EntraEmulator.Errors;
using Local.Tests.EntraEmulator;
using Local.Tests.EntraEmulator.StackFiles;
using TestSupport;

namespace Local.Tests.DevStack.Live;

/// <summary>A stack that runs follows its file.</summary>
public sealed class LiveStackTests
{
    private const string InForce = "stack.json has changed, and is in force.";

    [Fact]
    public async Task A_new_user_gets_tokens_a_profile_groups_and_orders_at_once()
    {
        await using var live = await EditedStack.StartAsync();
        await live.SaveAsync(EditedStack.Before.Replace("{\"name\":\"alice\"", """
            {"name": "dora", "id": "d07a0000-0000-4000-8000-000000000004", "jobTitle": "Pilot" }, {"name":"alice"
            """, StringComparison.Ordinal).Replace("\"members\":[\"alice\"]", "\"members\":[\"alice\",\"dora\"]", StringComparison.Ordinal));
        Assert.Equal(InForce, await live.Output.NextAsync());

        Assert.Equal("Pilot", (await live.GetAsync(live.Stack.Graph, "graph/v1.0/me", "dora", "graph")).GetProperty("jobTitle").GetString());
        Assert.Equal(1, (await live.GetAsync(live.Stack.Graph, "graph/v1.0/me/memberOf", "dora", "graph")).GetProperty("value").GetArrayLength());
        Assert.InRange((await live.GetAsync(live.Stack.Orders, "orders", "dora", "orders")).GetArrayLength(), 2, 3);
    }

    [Fact]
    public async Task A_user_who_is_in_the_file_no_more_gets_no_token_and_the_others_keep_their_orders()
    {
        await using var live = await EditedStack.StartAsync();
        var before = await live.GetAsync(live.Stack.Orders, "orders", "alice", "orders");

        await live.SaveAsync(EditedStack.Before.Replace("\"bob\"", "\"ben\"", StringComparison.Ordinal));
        Assert.Equal(InForce, await live.Output.NextAsync());

        Assert.Contains("ben", Assert.Throws<DevRequestException>(() => live.Stack.Emulator.IssueAccessToken("bob")).Message, StringComparison.Ordinal);
        Assert.Equal(before.GetRawText(), (await live.GetAsync(live.Stack.Orders, "orders", "alice", "orders")).GetRawText());
    }

    [Fact]
    public async Task A_registration_that_has_changed_counts_for_the_next_token()
    {
        await using var live = await EditedStack.StartAsync();
        var exchange = Some.Exchange(live.Stack.Emulator.IssueAccessToken("alice"));
        Assert.Equal(200, (await live.ExchangeAsync(exchange)).Status);

        await live.SaveAsync(EditedStack.Before.Replace("\"consent\":[\"User.Read\"]", "\"consent\":[\"Mail.Read\"]", StringComparison.Ordinal));

        Assert.Equal("stack.json has changed, and is in force but for what needs a restart: FunctionApp's setting DownstreamApis:Graph:Scopes.", await live.Output.NextAsync());
        TokenReply.Refused(await live.ExchangeAsync(exchange), 400, "invalid_grant", 65001);
    }

    [Fact]
    public async Task A_policy_and_a_switch_count_from_the_edit_on_and_keep_their_names()
    {
        await using var live = await EditedStack.StartAsync();
        var exchange = Some.Exchange(live.Stack.Emulator.IssueAccessToken("alice"));
        var edited = $$"""{"policies":[{"api":"Graph"}],"signIn":{"numberMatching":true},{{EditedStack.Before.TrimStart().TrimStart('{')}}""";
        await live.SaveAsync(edited);
        Assert.Equal(InForce, await live.Output.NextAsync());
        var refused = await live.ExchangeAsync(exchange);
        var policy = Assert.Single(live.Stack.Emulator.Policies.All);

        await live.SaveAsync(edited + "\n");
        Assert.Equal(InForce, await live.Output.NextAsync());

        TokenReply.Refused(refused, 400, "invalid_grant", 50076);
        Assert.Equal((policy.Id, true), (Assert.Single(live.Stack.Emulator.Policies.All).Id, live.Stack.Emulator.Policies.SignIn.NumberMatching));
    }

    [Fact]
    public async Task An_answer_and_a_route_that_have_changed_count_for_the_next_request()
    {
        await using var live = await EditedStack.StartAsync();
        await live.SaveAsync(EditedStack.Before.Replace("the special one", "another one", StringComparison.Ordinal).Replace("/page", "/sheet", StringComparison.Ordinal));
        Assert.Equal(InForce, await live.Output.NextAsync());

        Assert.Equal("another one", (await live.GetAsync(live.Stack.Apis["Stock"], "items/special", "alice", "stock")).GetString());
        Assert.Equal(0, (await live.GetAsync(live.Stack.Apis["Stock"], "sheet", "alice", "stock")).GetArrayLength());
    }

    [Fact]
    public async Task A_file_that_takes_the_place_of_the_old_one_counts_too()
    {
        await using var live = await EditedStack.StartAsync();
        foreach (var text in new[] { "first", "second" })
        {
            await live.ExchangeFileAsync(EditedStack.Before.Replace("the special one", text, StringComparison.Ordinal));

            Assert.Equal(InForce, await live.Output.NextAsync());
            Assert.Equal(text, (await live.GetAsync(live.Stack.Apis["Stock"], "items/special", "alice", "stock")).GetString());
        }
    }

    [Fact]
    public async Task What_needs_a_restart_is_said_in_one_line_and_the_rest_is_in_force()
    {
        await using var live = await EditedStack.StartAsync();
        await live.SaveAsync(StackText.DefaultWithApis(CannedApis.Stock, CannedApis.Badges).Replace("7080", "7090", StringComparison.Ordinal).Replace("\"Buyer\"", "\"Pilot\"", StringComparison.Ordinal));

        Assert.Equal("stack.json has changed, and is in force but for what needs a restart: the port of Graph, the new API Badges.", await live.Output.NextAsync());
        Assert.Equal("Pilot", (await live.GetAsync(live.Stack.Graph, "graph/v1.0/me", "alice", "graph")).GetProperty("jobTitle").GetString());
    }

    [Fact]
    public async Task A_broken_edit_changes_nothing_and_says_where_it_is_broken()
    {
        await using var live = await EditedStack.StartAsync();
        await live.ExchangeFileAsync(EditedStack.Before.Replace("\"jobTitle\":\"Buyer\"", "\n\"jobTitel\":\"Pilot\"", StringComparison.Ordinal));

        Assert.Equal(
            "stack.json:2:1: tenants[0].users[0].jobTitel is unknown. Did you mean \"jobTitle\"?" + Environment.NewLine + "stack.json is wrong: what it said before stays in force.",
            await live.Errors.NextAsync());
        Assert.Equal("Buyer", (await live.GetAsync(live.Stack.Graph, "graph/v1.0/me", "alice", "graph")).GetProperty("jobTitle").GetString());

        await live.SaveAsync(EditedStack.Before);
        Assert.Equal(InForce, await live.Output.NextAsync());
    }

    [Fact]
    public async Task A_file_that_is_gone_changes_nothing_until_it_is_back()
    {
        await using var live = await EditedStack.StartAsync();
        File.Delete(live.FileName);
        Assert.StartsWith("stack.json: there is no such file.", await live.Errors.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(3, live.Stack.Emulator.Directory.Users.Count);

        await live.SaveAsync(EditedStack.Before);
        Assert.Equal(InForce, await live.Output.NextAsync());
    }
}
