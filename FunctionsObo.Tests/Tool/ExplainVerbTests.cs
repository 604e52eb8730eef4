using System.Text.Json;
using FunctionsObo.Tool.Explaining;

namespace FunctionsObo.Tests.Tool;

/// <summary><c>functions-obo explain</c> of errors, problems, challenges and log lines.</summary>
public sealed class ExplainVerbTests
{
    private const string Claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";
    private const string ClaimsInBase64 = "eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19";

    [Theory]
    [InlineData("65001", "AADSTS65001", "Grant admin consent under API permissions. The app is the one whose id the error text names")]
    [InlineData("AADSTS7000215", "AADSTS7000215", "Set the secret's value, not its id")]
    [InlineData("aadsts50013: Assertion failed signature validation. [Reason - The key was not found.]", "AADSTS50013", "Compare its aud with AzureAd:ClientId")]
    [InlineData("A configuration issue is preventing authentication - check the error message from the server for details. Original exception: AADSTS7000222: The provided client secret keys for app 'x' are expired.", "AADSTS7000222", "The client secret has expired")]
    [InlineData("""{"error":"invalid_grant","error_description":"AADSTS50173: The provided grant has expired","error_codes":[50173],"correlation_id":"0c0a7050-0000-4000-8000-0000000000aa"}""", "AADSTS50173", "sign in again")]
    [InlineData("No token for Graph: the identity platform refuses this app itself (invalid_client, AADSTS700027, status 401; 3 more like this since the last line). Fix.", "AADSTS700027", "Upload its public part")]
    [InlineData("AADSTS4711001", "AADSTS4711001", "https://login.microsoftonline.com/error?code=4711001")]
    [InlineData("""{"error":"temporarily_unavailable"}""", "temporarily_unavailable", "gives no AADSTS number")]
    [InlineData("""{"status":401,"code":"wrong_audience","traceId":"0af7"}""", "problem: wrong_audience", "ask for a scope of this API")]
    [InlineData("""{"status":409,"code":"out_of_stock","detail":"Nothing left."}""", "problem: out_of_stock", "ProblemException of its own")]
    [InlineData("downstream_timeout", "problem: downstream_timeout", "AttemptTimeout")]
    [InlineData("[10:00] Request to Me refused: wrong_version: ver \"1.0\" (theirs), expected 2.0", "problem: wrong_version", "requestedAccessTokenVersion")]
    [InlineData("Request to Me answered 403 consent_required", "problem: consent_required", "knownClientApplications")]
    [InlineData("No token for Graph: Unavailable (login.microsoftonline.com:443: its name is not known (DNS); 0 more like this since the last line)", "network:", "private DNS zone")]
    [InlineData("""{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation.","innerError":{"request-id":"0c0a7050"}}}""", "Microsoft Graph: Authorization_RequestDenied", "Compare scp or roles")]
    [InlineData("""{"error":{"code":"Request_BadRequest","message":"x","details":[{"code":"ObjectConflict","target":"identifierUris"}]}}""", "Microsoft Graph: ObjectConflict", "Use api://{client id}")]
    [InlineData("""{"error":{"code":"ErrorItemNotFound","message":"gone","innererror":{"request-id":"4711"}}}""", "Microsoft Graph: ErrorItemNotFound", "request-id  4711")]
    [InlineData("""{"error":{"code":"TooManyRequests","details":[1,null],"innerError":3}}""", "Microsoft Graph: TooManyRequests", "Retry-After")]
    [InlineData("insufficient_scope", "challenge: insufficient_scope", "Ask for the scopes")]
    [InlineData("WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"The token has expired.\"", "challenge: Bearer invalid_token", "Get a new token for this API")]
    [InlineData("Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\"", "challenge: Bearer", "without credentials")]
    public async Task What_it_is_given_is_recognised_by_its_content_and_explained(string input, string subject, string advice)
    {
        foreach (var run in (ToolRun[])[await ToolRun.OfAsync(["explain", input]), await ToolRun.OfAsync(["explain"], input)])
        {
            Assert.Equal(0, run.ExitCode);
            Assert.Contains(subject, run.Out, StringComparison.Ordinal);
            Assert.Contains(advice, run.Out, StringComparison.Ordinal);
            Assert.Empty(run.Error);
        }
    }

    [Theory]
    [InlineData($"WWW-Authenticate: Bearer realm=\"\", client_id=\"x\", error=\"insufficient_claims\", claims=\"{ClaimsInBase64}\"")]
    [InlineData($"Bearer error=\"insufficient_claims\",claims={ClaimsInBase64}")]
    [InlineData(Claims)]
    [InlineData("""{"error":"interaction_required","error_codes":[50076],"claims":"{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"}""")]
    public async Task A_claims_challenge_is_decoded_with_the_call_that_answers_it(string input)
    {
        var run = await ToolRun.OfAsync(["explain"], input);

        Assert.Contains(Claims, run.Out, StringComparison.Ordinal);
        Assert.Contains(".WithClaims(claims)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_things_in_one_text_are_each_explained_once()
    {
        const string Response = """
            HTTP/1.1 403 Forbidden
            WWW-Authenticate: Bearer error="insufficient_scope", error_description="Consent to downstream permissions is missing."

            {"status":403,"code":"consent_required","scopes":["User.Read"]}
            {"status":504,"code":"downstream_timeout","detail":"\ud800"}
            AADSTS65001 and once more AADSTS65001
            """;

        using var json = JsonDocument.Parse((await ToolRun.OfAsync(["explain", "--output", "json"], Response)).Out);

        Assert.Equal(
            ["Bearer insufficient_scope", "consent_required", "downstream_timeout", "AADSTS65001"],
            json.RootElement.GetProperty("explanations").EnumerateArray().Select(one => one.GetProperty("subject").GetString()));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("12")]
    public async Task What_it_does_not_know_it_says_with_what_it_can_read(string input)
    {
        var run = await ToolRun.OfAsync(["explain"], input);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("Nothing in it was recognised. It can be: a token (JWT), an AADSTS number", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_a_keyboard_nothing_is_waited_for()
    {
        var run = await ToolRun.OfAsync(["explain"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("give a text, --file, or standard input", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_while_it_waits_for_input()
    {
        using var ctrlC = new CancellationTokenSource();
        using var keyboard = new SilentInput(ctrlC.Cancel);

        var run = await ToolRun.OfAsync(["explain"], keyboard, ctrlC: ctrlC.Token).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((130, "", "Cancelled."), (run.ExitCode, run.Out, run.Error.Trim()));
    }

    [Fact]
    public async Task A_settings_file_that_nobody_asked_for_and_that_cannot_be_used_is_said_and_stops_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("functions-obo").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "local.settings.json"), """{ "IsEncrypted": true, "Values": {} }""");

        var found = await ToolRun.OfAsync(["explain", "65001"], folder: folder);
        var asked = await ToolRun.OfAsync(["explain", "65001", "--settings", "local.settings.json"], folder: folder);
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, 1), (found.ExitCode, asked.ExitCode));
        Assert.Contains("Tokens are not compared with a file: local.settings.json: \"IsEncrypted\" must be false", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_in_the_input_reaches_the_terminal_as_a_command()
    {
        var run = await ToolRun.OfAsync(["explain"], "{\"status\":400,\"code\":\"x\",\"detail\":\"\\u001b[2Jgone\\u202e\"}");

        Assert.DoesNotContain(run.Everything, character => char.IsControl(character) && character != '\n' && character != '\r');
        Assert.DoesNotContain('\u202e', run.Everything);
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("explain")]
    [InlineData("settings")]
    public async Task Every_verb_has_help_with_examples(string verb)
    {
        var run = await ToolRun.OfAsync([verb, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"  functions-obo {verb}", run.Out, StringComparison.Ordinal);
        Assert.Contains("Examples:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_number_of_the_table_has_a_meaning_and_a_fix()
    {
        foreach (var number in EntraNumbers.Known)
        {
            using var json = JsonDocument.Parse((await ToolRun.OfAsync(["explain", $"{number}", "--output", "json"])).Out);
            var explanation = Assert.Single(json.RootElement.GetProperty("explanations").EnumerateArray());
            Assert.Equal($"AADSTS{number}", explanation.GetProperty("subject").GetString());
            Assert.NotEmpty(explanation.GetProperty("fix").GetString()!);
            Assert.DoesNotContain("not known here", explanation.GetProperty("meaning").GetString(), StringComparison.Ordinal);
        }
    }

    /// <summary>Says that it is read, and gives nothing until it is closed.</summary>
    private sealed class SilentInput(Action isRead) : TextReader
    {
        private readonly ManualResetEventSlim _closed = new();

        public override int ReadBlock(char[] buffer, int index, int count)
        {
            isRead();
            _closed.Wait();
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _closed.Set();
            base.Dispose(disposing);
        }
    }
}
