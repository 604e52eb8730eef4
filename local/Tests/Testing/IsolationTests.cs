using System.Net;
using FunctionsObo.Testing;

namespace Local.Tests.Testing;

public sealed class IsolationTests
{
    private const int Apps = 60;

    [Fact]
    public async Task Many_apps_in_one_process_share_nothing()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, Apps), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (index, _) =>
        {
            await using var app = await ProtectedFunctions.StartAsync<Program>();
            var down = index % 3 == 0;
            if (down) app.Entra.GoesDown();
            app.Api("Graph").Get("me").For("alice").Answers(new { id = $"{index}", displayName = $"alice of {index}" });
            app.Time.Advance(TimeSpan.FromMinutes(index));
            var alice = app.ClientFor("alice", "access_as_user");

            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => alice.GetAsync("me")));

            Assert.All(answers, answer => Assert.Equal(down ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, answer.StatusCode));
            if (down) return;
            Assert.All(await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync())), text => Assert.Contains($"alice of {index}\"", text, StringComparison.Ordinal));
            Assert.Equal(4, app.Api("Graph").Requests.Count);
            Assert.Equal(1, app.Entra.Emulator.Stats.Snapshot().Exchanges("alice"));
        });
    }

    [Fact]
    public async Task A_token_of_one_app_is_none_for_another()
    {
        await using var one = await ProtectedFunctions.StartAsync<Program>();
        await using var other = await ProtectedFunctions.StartAsync<Program>();

        var response = await other.ClientWith(one.TokenFor("alice", "access_as_user")).GetAsync("me");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(other.Api("Graph").Requests);
    }

    [Fact]
    public async Task Keys_of_an_app_that_has_ended_are_no_others()
    {
        string token;
        await using (var ended = await ProtectedFunctions.StartAsync<Program>()) token = ended.TokenFor("alice", "access_as_user");
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.ClientWith(token).GetAsync("me")).StatusCode);
    }
}
