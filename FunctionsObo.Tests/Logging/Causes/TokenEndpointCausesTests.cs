using System.Net;
using System.Text.Json.Nodes;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Testing;
using FunctionsObo.Tests.OnBehalfOf.Credentials;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace FunctionsObo.Tests.Logging.Causes;

/// <summary>Why there is no token for a downstream API: secrets, consents, users and outages. RegistrationFaultTests has the registration's.</summary>
public sealed class TokenEndpointCausesTests
{
    private const string Ids = "correlation id [0-9a-f-]{36}, trace id [0-9a-f-]{36}";

    [Fact]
    public async Task A_secret_that_is_not_the_right_one()
    {
        await using var stack = await Stack.StartAsync(Logged.Everything, ("AzureAd:ClientCredentials:0:ClientSecret", "not the secret"));

        await stack.GetAsync("me", "alice");

        var line = stack.Get<FakeLogCollector>().Line("AppMisconfigured");
        Assert.Matches($@"^No token for Graph: the identity platform refuses this app itself \(invalid_client, AADSTS7000215, status 401, {Ids}; 0 more like this since the last line\)\. The client secret is wrong", line);
        Assert.DoesNotContain("not the secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_registered()
    {
        var folder = Directory.CreateTempSubdirectory("causes-");
        using var certificate = TestCertificates.Create("nobody knows it");
        var file = Path.Combine(folder.FullName, "app.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12));
        await using var stack = await Stack.StartAsync(
            Logged.Everything, ("AzureAd:ClientCredentials:0:SourceType", "Path"), ("AzureAd:ClientCredentials:0:CertificateDiskPath", file));

        await stack.GetAsync("me", "alice");

        Assert.Contains("AADSTS700027", stack.Get<FakeLogCollector>().Line("AppMisconfigured"), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("the Path credential cannot be read: there is no file /does/not/exist.pfx, or the app may not see it: correct the path, or mount the file", "Path", "CertificateDiskPath", "/does/not/exist.pfx")]
    [InlineData("the Base64Encoded credential cannot be read: it is no certificate, is damaged, or CertificatePassword is wrong", "Base64Encoded", "Base64EncodedValue", "c2VjcmV0")]
    public async Task A_credential_that_cannot_be_loaded(string cause, string source, string key, string value)
    {
        await using var stack = await Stack.StartAsync(
            Logged.Everything,
            ("AzureAd:ClientCredentials:0:SourceType", source), ($"AzureAd:ClientCredentials:0:{key}", value),
            ("AzureAd:ClientCredentials:1:SourceType", "ClientSecret"), ("AzureAd:ClientCredentials:1:ClientSecret", WellKnown.FunctionAppSecret));

        var line = stack.Get<FakeLogCollector>().Line("CredentialPassedOver");
        Assert.Contains(cause, line, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_that_is_missing()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.LosesConsent("Graph");

        for (var i = 0; i < 3; i++) await app.ClientFor(i % 2 == 0 ? "alice" : "bob", "access_as_user").GetAsync("me");

        var line = app.Line("ConsentMissing");
        Assert.Matches($@"^No token for Graph: consent is missing \(invalid_grant, consent_required, AADSTS65001, status 400, {Ids}; 0 more", line);
        Assert.Matches(@"An administrator of tenant [0-9a-f-]{36} must consent to \S+: in the app registration [0-9a-f-]{36} under API permissions > Grant admin consent, or at https://\w+\.test:\d+/[0-9a-f-]{36}/adminconsent\?client_id=[0-9a-f-]{36}", line);
    }

    [Fact]
    public async Task A_consent_that_stays_missing_is_told_again_with_what_was_left_out()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.LosesConsent("Graph");
        foreach (var user in new[] { "alice", "bob" }) await app.ClientFor(user, "access_as_user").GetAsync("me");
        app.Time.Advance(TimeSpan.FromSeconds(61)); // also what is remembered of the two users
        await app.ClientFor("alice", "access_as_user").GetAsync("me");

        var lines = app.Logs.GetSnapshot().Where(log => log.Id.Name == "ConsentMissing").ToList();
        Assert.Equal(["0", "1"], lines.Select(log => log.GetStructuredStateValue("Suppressed")));
    }

    [Fact]
    public async Task A_user_who_must_act()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.Challenges("alice");

        await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.Matches($@"^No token for Graph: UserActionRequired \(interaction_required, AADSTS50076, status 400, {Ids}\)$", app.Line("UserTokenRefused"));
    }

    [Fact]
    public async Task A_token_that_was_revoked()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.Revokes("alice");

        await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.Matches($@"^No token for Graph: AssertionRefused \(invalid_grant, AADSTS50173, status 400, {Ids}\)$", app.Line("UserTokenRefused"));
    }

    public static TheoryData<Fault, string> Outages => new()
    {
        { new() { Status = 429, RetryAfterSeconds = 7 }, @"\(status 429, Retry-After 7 s; 0 more" },
        { new() { Status = 503, Error = "temporarily_unavailable", Codes = [90033] }, $@"\(temporarily_unavailable, AADSTS90033, status 503, {Ids}; 0 more" },
        { new() { Status = 500, Error = "of somebody's own", Codes = [1] }, $@"\(""of somebody's own"" \(theirs\), AADSTS1, status 500, {Ids}; 0 more" },
        { new() { Status = 200, Body = JsonValue.Create("<html>Sign in to the network</html>") }, @"\(\w+\.test:\d+: status 200, and its answer is none of a token endpoint: is it one, or a proxy's page\?; 0 more" },
        { new() { Drop = true }, @"\(\w+\.test:\d+: (it ended the connection before its answer was complete|the connection was reset|the request failed \(\w+\))" },
    };

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_token_endpoint_in_trouble(Fault fault, string cause)
    {
        ArgumentNullException.ThrowIfNull(fault);
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.Emulator.Faults.Enqueue(fault with { Endpoint = EmulatorEndpoint.Token, Times = 0 });

        var answer = await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Matches($"^No token for Graph: Unavailable {cause}", app.Line("TokenEndpointUnavailable"));
    }

    [Fact]
    public async Task A_token_endpoint_that_does_not_answer_in_time()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.Emulator.Faults.Enqueue(new() { Endpoint = EmulatorEndpoint.Token, Hang = true });
        var call = app.ClientFor("alice", "access_as_user").GetAsync("me");
        await Eventually.TrueAsync(() => app.Entra.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Token) == 1);
        app.Time.Advance(TimeSpan.FromSeconds(30));
        await call;

        await Eventually.TrueAsync(() => app.Logs.GetSnapshot().Any(log => log.Id.Name == "TokenEndpointUnavailable"));
        Assert.Matches(@"^No token for Graph: Unavailable \(\w+\.test:\d+: no answer in time, after 30 s", app.Line("TokenEndpointUnavailable"));
        Assert.Equal(LogLevel.Warning, app.Logs.GetSnapshot().Single(log => log.Id.Name == "TokenEndpointUnavailable").Level);
    }
}
