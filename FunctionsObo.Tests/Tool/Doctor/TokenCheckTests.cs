using EntraEmulator.Dev;
using EntraEmulator.Faults;
using FunctionsObo.Tests.Logging.Causes;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What is wrong with a token, its exchange or a call with it is found; the token itself is in no output.</summary>
public sealed class TokenCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    public void Dispose() => fixture.Heal();

    [Theory]
    [InlineData("T1", "aud", "00000003-0000-0000-c000-000000000000", "401 wrong_audience: aud", "ask for a scope of this API")]
    [InlineData("T1", "ver", "1.0", "401 wrong_version: ver", "requestedAccessTokenVersion")]
    [InlineData("T1", "tid", WellKnown.FabrikamTenantId, "401 wrong_issuer: iss", "Compare iss and tid")]
    [InlineData("T2", "exp", "1000000000", "401 token_expired: exp 2001-09-09", "get a new one")]
    [InlineData("T2", "nbf", "4000000000", "401 token_not_yet_valid: nbf 2096", "A clock is wrong")]
    [InlineData("T3", "scp", "Other.Read", "No function admits it: it has the scopes Other.Read, and functions ask for access_as_user", "/.default")]
    [InlineData("T4", "azp", "5ca1ab1e-0000-4000-8000-000000000000", "401 wrong_client: azp", "AzureAd:AllowedClientApplications")]
    [InlineData("T4", "nonce", "n", "401 not_an_access_token: it has nonce", "access token")]
    [InlineData("T4", "idtyp", "device", "401 not_an_access_token: idtyp", "access token")]
    public async Task A_token_that_the_API_refuses(string check, string claim, string value, string text, string fix)
    {
        var doctor = await WithTokenAsync(fixture.Emulator.Mint(payload => payload[claim] = long.TryParse(value, out var number) ? number : value));

        doctor.Finds(check, text, fix);
        Assert.Equal(check == "T3" ? "fine" : "skipped", doctor.Checks["T5"].State);
    }

    [Fact]
    public async Task A_token_that_others_signed()
    {
        var parts = fixture.Emulator.IssueAccessToken("alice").Split('.');

        (await WithTokenAsync($"{parts[0]}.{parts[1]}.{fixture.Emulator.IssueAccessToken("bob").Split('.')[2]}")).Finds("T4", "401 wrong_signature: the signature is not that of key", "same cloud");
    }

    [Fact]
    public async Task Something_that_is_no_token() => (await WithTokenAsync("hello")).Finds("T4", "401 malformed_token", "send the access token as it got it");

    [Fact]
    public async Task An_app_has_nobody_to_act_for()
    {
        var doctor = await WithTokenAsync(fixture.Emulator.IssueAccessToken(new TokenRequest { Application = WellKnown.DaemonName }));

        doctor.FindsNothing("T5", "fine");
        Assert.Matches("^1 of [0-9]+ functions: OrderReport$", doctor.Checks["T3"].Text);
    }

    [Theory]
    [InlineData("interaction_required", 50076, "Orders: AADSTS50076", "Let the API relay the claims challenge")]
    [InlineData("interaction_required", 53003, "Orders: AADSTS53003", "tenant's administrator")]
    [InlineData("invalid_grant", 50013, "Orders: AADSTS50013", "Compare its aud with AzureAd:ClientId")]
    [InlineData("invalid_grant", 65001, "Orders: AADSTS65001", "Grant admin consent")]
    public async Task An_exchange_that_is_refused_is_explained(string error, int number, string text, string fix)
    {
        fixture.Emulator.Faults.Enqueue(new Fault { Grant = "on_behalf_of", Scope = "orders", Error = error, Codes = [number], Times = 0 });

        (await fixture.ExamineAsync()).Finds("T5", text, fix);
    }

    [Fact]
    public async Task A_call_that_the_API_refuses_is_explained_by_its_problem()
    {
        const string Body = """{"status":504,"code":"downstream_timeout"}""";
        await using var api = new RawServer($"HTTP/1.1 504 Gateway Timeout\r\nContent-Type: application/problem+json\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}");
        await using var good = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        (await fixture.ExamineAsync(["--call", $"{api.Address}api/me"], [])).Finds("T6", "/api/me answers 504 downstream_timeout", "AttemptTimeout");
        (await fixture.ExamineAsync(["--call", $"{good.Address}api/me"], [])).FindsNothing("T6", "fine");
    }

    private async Task<DoctorRun> WithTokenAsync(string token)
    {
        var doctor = await fixture.ExamineAsync(["--token", "-"], [], input: token);
        if (token.Contains('.', StringComparison.Ordinal)) Assert.All(token.Split('.'), part => Assert.DoesNotContain(part[..20], doctor.Run.Everything, StringComparison.Ordinal));
        return doctor;
    }
}
