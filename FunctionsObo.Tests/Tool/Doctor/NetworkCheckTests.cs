using System.Net;
using EntraEmulator;
using FunctionsObo.Tests.Logging.Causes;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>Each trouble on the way is found by its own check.</summary>
public sealed class NetworkCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    private const string Answer401 = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    public void Dispose() => fixture.Heal();

    [Fact]
    public async Task A_host_that_nobody_knows_is_a_matter_of_DNS()
    {
        var doctor = await fixture.ExamineAsync(("DownstreamApis__Orders__BaseUrl", "https://orders.invalid/"));

        doctor.Finds("N1", "orders.invalid:443: its name is not known (DNS)", "Correct the host in DownstreamApis:Orders:BaseUrl");
        Assert.Equal(5, doctor.Run.ExitCode);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_named_with_its_subject()
    {
        await using var other = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });

        var doctor = await fixture.ExamineAsync(("DownstreamApis__Orders__BaseUrl", other.Address.AbsoluteUri));

        doctor.Finds("N2", "from nobody that this machine trusts", "Install the root certificate that signs it");
        Assert.Contains("EntraEmulator", doctor.Checks["N2"].Text, StringComparison.Ordinal);
        Assert.Equal(2, doctor.Run.ExitCode);
    }

    [Fact]
    public async Task An_identity_platform_that_does_not_answer_is_one_finding_and_what_needs_it_is_left_out()
    {
        await using var api = new RawServer(Answer401);
        (string, string?)[] nobody = [("AzureAd__Instance", "https://localhost:1/"), ("DownstreamApis__Graph__BaseUrl", api.Address.AbsoluteUri), ("DownstreamApis__Orders__BaseUrl", api.Address.AbsoluteUri)];

        var doctor = DoctorRun.Of(await fixture.RunAsync(["--emulator", "https://localhost:1/", "--user", "alice", "--output", "json"], nobody));

        doctor.Finds("N2", "localhost:1: it refuses the connection", "let the firewall pass it");
        Assert.Equal(5, doctor.Run.ExitCode);
        Assert.Equal("because of N2", doctor.Checks["M1"].Text);
        Assert.Equal("because of M1", doctor.Checks["C1"].Text);
        Assert.Equal("unknown", doctor.Checks["R1"].State);
    }

    [Fact]
    public async Task A_proxy_that_is_asked_for_this_machine_is_found()
    {
        await using var proxy = new RawServer(Answer401);

        var doctor = await fixture.ExamineAsync([], [("DownstreamApis__Orders__BaseUrl", "http://localhost:1/")], new(StringComparer.Ordinal) { ["http_proxy"] = proxy.Address.AbsoluteUri });

        doctor.Finds("N3", "The proxy is asked for localhost, which is this machine", "Set the variable NO_PROXY to localhost");
    }

    [Fact]
    public async Task A_proxy_that_lets_nothing_through_is_found()
    {
        await using var proxy = new RawServer("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        var doctor = await fixture.ExamineAsync(
            [], [("DownstreamApis__Orders__BaseUrl", "https://orders.example/")], new(StringComparer.Ordinal) { ["HTTPS_PROXY"] = proxy.Address.AbsoluteUri, ["NO_PROXY"] = "localhost, .internal" });

        doctor.Finds("N3", "the proxy does not let it through: it answered 407", "HTTPS_PROXY and NO_PROXY");
    }

    [Theory]
    [InlineData(30, "fine")]
    [InlineData(100, "warning")]
    [InlineData(400, "wrong")]
    public async Task A_clock_that_is_wrong_is_found_by_the_date_of_the_answer(int secondsAhead, string state)
    {
        fixture.Time.WallClockError = TimeSpan.FromSeconds(secondsAhead);

        var doctor = await fixture.ExamineAsync();

        Assert.Equal(state, doctor.Checks["N4"].State);
        if (state == "fine") Assert.Empty(doctor.Found);
        else doctor.Finds("N4", "ahead of localhost", "NTP");
    }

    [Fact]
    public async Task An_API_that_does_not_answer_is_found_and_one_that_refuses_a_call_without_token_is_fine()
    {
        await using var api = new RawServer(Answer401);

        var doctor = await fixture.ExamineAsync(("DownstreamApis__Orders__BaseUrl", "http://localhost:1/"), ("DownstreamApis__Graph__BaseUrl", api.Address.AbsoluteUri));

        doctor.Finds("N5", "Orders: localhost:1: it refuses the connection", "Correct DownstreamApis:Orders:BaseUrl");
        Assert.Contains("Graph answers 401", doctor.Checks["N5"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_managed_identity_is_looked_for_where_Azure_says_that_it_is()
    {
        (string, string?)[] identity = [("AzureAd__ClientCredentials__0__SourceType", "SignedAssertionFromManagedIdentity"), ("AzureAd__ClientCredentials__0__ClientSecret", null)];

        var elsewhere = await fixture.ExamineAsync(identity);
        var broken = await fixture.ExamineAsync([], identity, new(StringComparer.Ordinal) { ["IDENTITY_ENDPOINT"] = "http://localhost:1/msi/token" });

        elsewhere.FindsNothing("N5", "unknown");
        Assert.Contains("List a second credential", elsewhere.Checks["N5"].Fix, StringComparison.Ordinal);
        Assert.Contains("only where the app runs", elsewhere.Checks["C1"].Text, StringComparison.Ordinal);
        broken.Finds("N5", "managed identity: localhost:1: it refuses the connection", "Switch the app's managed identity on.");
    }
}
