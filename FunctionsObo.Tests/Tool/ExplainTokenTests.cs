using System.Text.Json;
using EntraEmulator;
using TestSupport;

namespace FunctionsObo.Tests.Tool;

/// <summary><c>functions-obo explain</c> of tokens, with the settings of the sample app.</summary>
public sealed class ExplainTokenTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private Emulator _emulator = null!;

    public async Task InitializeAsync() => _emulator = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    [Fact]
    public async Task A_good_token_is_decoded_and_each_claim_is_fine()
    {
        var run = await ExplainAsync(_emulator.IssueAccessToken("alice"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("token: access token of a user", run.Out, StringComparison.Ordinal);
        Assert.Contains("By the settings, nothing speaks against it. The signature is not checked here.", run.Out, StringComparison.Ordinal);
        foreach (var claim in (string[])["aud", "iss", "tid", "ver", "azp", "exp", "header alg"]) Assert.Matches($"ok {claim} ", run.Out);
        Assert.DoesNotMatch("  NO ", run.Out);
        Assert.Matches(@"exp .*\(It expires in \d+ minutes\.\)", run.Out);
    }

    [Theory]
    [InlineData("aud", "00000003-0000-0000-c000-000000000000", "401 wrong_audience", "It is a token for Microsoft Graph, not for this API.")]
    [InlineData("aud", "api://other", "401 wrong_audience", "Expected f0bc0000-0000-4000-8000-000000000010 (AzureAd:Audiences).")]
    [InlineData("ver", "1.0", "401 wrong_version", "Expected 2.0 (AzureAd:TokenVersions).")]
    [InlineData("iss", "https://sts.windows.net/0c0a7050-0000-4000-8000-000000000001/", "401 wrong_issuer", "/0c0a7050-0000-4000-8000-000000000001/v2.0.")]
    [InlineData("azp", "5ca1ab1e-0000-4000-8000-000000000000", "401 wrong_client", "(AzureAd:AllowedClientApplications).")]
    [InlineData("idtyp", "device", "401 not_an_access_token", "Expected user or app.")]
    [InlineData("nonce", "n", "401 not_an_access_token", "Only ID tokens have it.")]
    [InlineData("tid", 5, "401 invalid_claims", "(AzureAd:AllowedTenants).")]
    [InlineData("exp", 1_000_000_000, "401 token_expired", "It expired ")]
    [InlineData("nbf", 4_000_000_000, "401 token_not_yet_valid", "It is valid only in ")]
    [InlineData("exp", "soon", "401 invalid_claims", "It is no time")]
    public async Task A_claim_that_the_API_refuses_is_named_with_what_it_wants(string claim, object value, string answer, string note)
    {
        var run = await ExplainAsync(_emulator.Mint(payload => payload[claim] = JsonSerializer.SerializeToNode(value)));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"This API would answer {answer}: ", run.Out, StringComparison.Ordinal);
        Assert.Contains(note, Assert.Single(run.Out.Split('\n'), line => line.StartsWith($"  NO {claim} ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_signature_is_checked_when_that_is_asked_for_also_of_a_token_that_is_refused_otherwise()
    {
        var (good, expired) = (_emulator.IssueAccessToken("alice"), _emulator.Mint(payload => payload["exp"] = 1_000_000_000));
        var changed = $"{good[..good.LastIndexOf('.')]}.{new string('A', good.Length - good.LastIndexOf('.') - 1)}";
        await using var other = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });

        Assert.Contains("signature: good", (await CheckAsync(good, 0)).Out, StringComparison.Ordinal);
        Assert.Contains("signature: good", (await CheckAsync(expired, 2)).Out, StringComparison.Ordinal);
        Assert.Contains("signature: wrong", (await CheckAsync(changed, 2)).Out, StringComparison.Ordinal);
        Assert.Contains("signature: of nobody known", (await CheckAsync(other.IssueAccessToken("alice"), 2)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_cannot_be_had_are_said_and_refuse_nothing()
    {
        var run = await ToolRun.OfAsync(
            ["explain", "--check", "--settings", ToolRun.Sample], _emulator.IssueAccessToken("alice"), time: _time, variables: new Dictionary<string, string>(StringComparer.Ordinal) { ["AzureAd__Instance"] = "https://localhost:1/" });

        Assert.Contains("signature: not checked", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_settings_the_token_is_decoded_and_not_judged()
    {
        var empty = Directory.CreateTempSubdirectory("functions-obo");
        var run = await ToolRun.OfAsync(["explain"], _emulator.IssueAccessToken("alice"), folder: empty.FullName, time: _time);
        empty.Delete();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("There are no settings to compare it with", run.Out, StringComparison.Ordinal);
        Assert.Contains("f0bc0000-0000-4000-8000-000000000010", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.AAAA.AAAA", "401 malformed_token")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.AAAA.AAAA.AAAA.AAAA", "401 encrypted_token")]
    public async Task What_looks_like_a_token_and_is_none_is_said_to_be_none(string text, string answer)
    {
        var run = await ExplainAsync(text);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(answer, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("Authorization: Bearer {0}")]
    [InlineData("curl -H \"Authorization: Bearer {0}\" http://localhost:7071/api/me")]
    [InlineData("{{\"token_type\":\"Bearer\",\"access_token\":\"{0}\",\"code\":\"x {0}\",\"status\":1,\"detail\":\"{0}\"}}")]
    [InlineData("Bearer error=\"{0}\", claims=\"{0}\"")]
    public async Task The_token_is_in_no_output(string around)
    {
        var token = _emulator.IssueAccessToken("alice");
        foreach (var format in (string[])["text", "json"])
        {
            var run = await ExplainAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, around, token), "--output", format);

            Assert.Contains("access token of a user", run.Out, StringComparison.Ordinal);
            Assert.All(token.Split('.'), part => Assert.DoesNotContain(part[..20], run.Everything, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_token_inside_a_claim_is_masked()
    {
        var inner = _emulator.IssueAccessToken("bob");

        var run = await ExplainAsync(_emulator.Mint(payload => payload["act"] = inner));

        Assert.Contains("(a token, masked)", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(inner.Split('.')[2], run.Everything, StringComparison.Ordinal);
    }

    private Task<ToolRun> ExplainAsync(string input, params string[] options) => ToolRun.OfAsync(
        ["explain", "--settings", ToolRun.Sample, .. options], input,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["AzureAd__Instance"] = _emulator.Address.AbsoluteUri }, time: _time);

    private async Task<ToolRun> CheckAsync(string token, int exitCode)
    {
        var folder = Directory.CreateTempSubdirectory("functions-obo");
        Directory.CreateDirectory(Path.Combine(folder.FullName, ".local"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, ".local", "emulator.pem"), _emulator.Certificate.ExportCertificatePem());
        var run = await ToolRun.OfAsync(
            ["explain", "--check", "--emulator", _emulator.Address.ToString(), "--settings", Repository.PathOf(ToolRun.Sample)], token, folder: folder.FullName, time: _time,
            variables: new Dictionary<string, string>(StringComparer.Ordinal) { ["AzureAd__Instance"] = _emulator.Address.ToString() });
        folder.Delete(recursive: true);
        Assert.True(run.ExitCode == exitCode, run.Everything);
        return run;
    }
}
