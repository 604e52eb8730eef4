using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator.Faults;
using TestSupport;

namespace FunctionsObo.Tests.Tool;

/// <summary><c>functions-obo token --call</c>: the API, called as the user.</summary>
public sealed class TokenCallTests(ToolFixture tool) : IClassFixture<ToolFixture>
{
    private const string Claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

    [Fact]
    public async Task The_answer_is_printed_with_its_status()
    {
        var run = await CallAsync("alice", "me");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("200 OK", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"displayName\":\"Alice Anderson\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_printed_with_its_challenge_and_explained()
    {
        var run = await CallAsync("alice", "me", "--scope", "https://graph.microsoft.com/User.Read");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("401 Unauthorized", run.Out, StringComparison.Ordinal);
        Assert.Contains("WWW-Authenticate: Bearer error=\"invalid_token\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("problem: wrong_audience", run.Out, StringComparison.Ordinal);
        Assert.Contains("The client must ask for a scope of this API", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", run.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claims_challenge_is_answered_by_signing_in_with_its_claims_and_calling_again()
    {
        ChallengeOnce("alice", times: 1);

        var run = await CallAsync("alice", "orders", "--output", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("signing in again with these claims", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(200, json.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(Claims, json.RootElement.GetProperty("answeredClaims").GetString());
    }

    [Fact]
    public async Task A_second_claims_challenge_is_not_answered_again()
    {
        ChallengeOnce("bob", times: 2);

        var run = await CallAsync("bob", "orders");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("challenge: Bearer insufficient_claims", run.Out, StringComparison.Ordinal);
        Assert.Contains(".WithClaims(claims)", run.Out, StringComparison.Ordinal);
        Assert.Empty(tool.Stack.Emulator.Faults.Pending);
    }

    [Theory]
    [InlineData("http://api.contoso.example/me")]
    [InlineData("api/me")]
    [InlineData("https://user:pass@localhost/me")]
    public async Task A_token_is_sent_nowhere_where_others_could_read_it(string address)
    {
        var run = await ToolRun.OfAsync(["token", .. tool.AsAlice, "--call", address], folder: tool.Folder);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("--call takes an https address", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_that_does_not_answer_is_said()
    {
        var run = await ToolRun.OfAsync(["token", .. tool.AsAlice, "--call", "http://localhost:1/me"], folder: tool.Folder);

        Assert.Equal((5, ""), (run.ExitCode, run.Out));
        Assert.Contains("No answer: ", run.Error, StringComparison.Ordinal);
    }

    private void ChallengeOnce(string user, int times) => tool.Stack.Emulator.Faults.Enqueue(new Fault
    {
        User = user,
        Scope = "orders",
        Error = "interaction_required",
        Suberror = "basic_action",
        Codes = [50076],
        Claims = JsonNode.Parse(Claims),
        Times = times,
    });

    private Task<ToolRun> CallAsync(string user, string function, params string[] args) => ToolRun.OfAsync(
        ["token", "--emulator", tool.Stack.Emulator.Address.ToString(), "--user", user, "--call", new Uri(tool.Stack.Http.BaseAddress!, function).ToString(), .. args], folder: tool.Folder);
}
