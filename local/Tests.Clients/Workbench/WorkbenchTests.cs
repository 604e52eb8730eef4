using System.Text.Json;
using Local.Tests.Clients.Runtimes;

namespace Local.Tests.Clients.Workbench;

/// <summary>The workbench as a person uses it: MSAL's own sign-in, the chain, each trouble at its place, and its solution.</summary>
public sealed class WorkbenchTests(WorkbenchWalk walk) : IClassFixture<WorkbenchWalk>
{
    [BrowserFact]
    public void The_first_request_shows_each_token_on_its_way()
    {
        Assert.Equal(
            [
                "Client → FunctionApp: A GET api/me",
                "FunctionApp: Token A is good",
                "FunctionApp → Identity platform: A On behalf of the user: a token for Graph",
                "Identity platform → FunctionApp: B Token B, for Graph",
                "FunctionApp → Graph: B GET /graph/v1.0/me",
                "Graph → FunctionApp: 200",
                "FunctionApp → Client: 200 OK",
            ],
            Steps(walk.Found.GetProperty("first")));
    }

    [BrowserFact]
    public void The_second_request_says_what_was_not_needed_any_more()
    {
        var second = walk.Found.GetProperty("second");

        Assert.DoesNotContain(Steps(second), step => step.Contains("Identity platform", StringComparison.Ordinal));
        Assert.Contains("This time no check of token A, no exchange", second.GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [BrowserTheory]
    [InlineData("expired", 401, "Token A is refused: it has expired", 200)]
    [InlineData("audience", 401, "Token A is refused: it is for another API", 200)]
    [InlineData("scope", 403, "The function does not admit the caller: scope_missing", 200)]
    [InlineData("consent", 403, "400 invalid_grant: AADSTS65001", 200)]
    [InlineData("factor", 401, "400 invalid_grant: AADSTS50076", 200)]
    [InlineData("down", 503, "503: Unavailable", 200)]
    [InlineData("throttled", 503, "429: Unavailable", 200)]
    [InlineData("revoked", 401, "401: sign in again", 200)]
    [InlineData("apiDown", 502, "503", 200)]
    [InlineData("apiMissing", 404, "404", null)]
    [InlineData("others", 404, "404", null)]
    public void Trouble_is_shown_where_it_strikes_and_its_solution_works(string id, int status, string place, int? solved)
    {
        var trouble = Trouble(id);

        Assert.Equal(status, trouble.GetProperty("status").GetInt32());
        Assert.Contains(place, trouble.GetProperty("bad").EnumerateArray().Select(label => label.GetString()));
        Assert.Contains("What happens: ", trouble.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal(solved, trouble.TryGetProperty("after", out var after) ? after.GetProperty("status").GetInt32() : null);
    }

    [BrowserTheory]
    [InlineData("none", "FunctionApp → Client: 200 OK")]
    [InlineData("fresh", "Identity platform → FunctionApp: B Token B, for Graph")]
    [InlineData("rollover", "FunctionApp → Identity platform: Metadata and keys")]
    [InlineData("slow", "Identity platform → FunctionApp: B Token B, for Graph")]
    [InlineData("apiSlow", "FunctionApp: Token B for Graph is in the cache")]
    public void What_the_app_copes_with_ends_well(string id, string step)
    {
        Assert.Equal(200, Trouble(id).GetProperty("status").GetInt32());
        Assert.Contains(step, Steps(Trouble(id)));
    }

    [BrowserFact]
    public void Two_hundred_callers_make_one_exchange() =>
        Assert.StartsWith("200 callers, 1 exchange. Answers: 200 × 200", Trouble("crowd").GetProperty("crowd").GetString(), StringComparison.Ordinal);

    [BrowserFact]
    public void Nothing_is_wider_than_the_screen() =>
        Assert.All(["dark", "narrow", "narrow-dark"], shape => Assert.Equal(0, walk.Shapes.GetProperty(shape).GetInt32()));

    [BrowserFact]
    public void The_keyboard_alone_is_enough() =>
        Assert.Equal((200, 1), (walk.Shapes.GetProperty("keyboard").GetProperty("status").GetInt32(), walk.Shapes.GetProperty("opened").GetInt32()));

    private JsonElement Trouble(string id) => walk.Found.GetProperty("troubles").GetProperty(id);

    private static List<string> Steps(JsonElement chain) => [.. chain.GetProperty("steps").EnumerateArray().Select(step => step.GetString()!)];
}
