using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using EntraEmulator.Faults;
using EntraEmulator.Tenants;
using FunctionsObo.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

/// <summary>Who is refused when the token endpoint fails, and for whom. The rules of the circuit itself are in CircuitTests.</summary>
public sealed class TokenEndpointCircuitTests
{
    private const int Enough = 5;

    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    public static TheoryData<Fault> Failures =>
    [
        new Fault { Status = 500 },
        new Fault { Status = 200, ContentType = "text/html", Body = "<html>a proxy's page</html>" },
        new Fault { Drop = true },
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task One_users_failures_are_nobody_elses_whichever_tokens_they_come_with(Fault failure)
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(failure with { User = "alice", Times = 0 });
        var token = stack.Emulator.IssueAccessToken("alice");

        for (var i = 0; i < Enough; i++)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", "alice")).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
    }

    [Fact]
    public async Task A_user_for_whom_it_only_fails_waits_and_asks_again_after_the_break()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { User = "alice", Status = 500, Times = Enough });
        for (var i = 0; i < Enough; i++) await stack.GetAsync("me", "alice");

        var refused = await stack.GetAsync("me", "alice");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, Break), (refused.Status, refused.RetryAfter));
        Assert.Equal(Enough, stack.Emulator.Stats.Snapshot().Exchanges());

        stack.Time.Advance(Break);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
    }

    [Fact]
    public async Task A_tenant_for_which_it_fails_is_no_other_tenant_and_operators_see_how_many_there_are()
    {
        var directory = Crowd.Directory(Enough);
        var twin = directory.FindUserByName("alice")! with { Name = "twin", TenantId = WellKnown.FabrikamTenantId, Mail = "twin@fabrikam.example" };
        await using var stack = await Stack.StartAsync(directory.With(users: [twin]), Logged.Everything, ("AzureAd:TenantId", "organizations"));
        stack.Emulator.Faults.Enqueue(new Fault { Status = 500, Times = Enough });
        foreach (var user in Crowd.Names(Enough)) await stack.GetAsync("me", user);

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "twin")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", "bob")).Status);
        Assert.Equal(1, OpenCircuits(stack));

        stack.Time.Advance(Break);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
        Assert.Equal(0, OpenCircuits(stack));
        Assert.Equal(
            [(LogLevel.Warning, $"The token endpoint keeps failing for users of tenant {WellKnown.ContosoTenantId}: circuit open for 10 s"),
             (LogLevel.Information, $"The token endpoint answers again for tenant {WellKnown.ContosoTenantId}: circuit closed")],
            stack.Get<FakeLogCollector>().GetSnapshot().Where(line => line.Category!.EndsWith("TokenEndpointCircuit", StringComparison.Ordinal)).Select(line => (line.Level, line.Message)));
    }

    [Fact]
    public async Task Half_of_the_users_must_be_failing()
    {
        await using var stack = await Stack.StartAsync(Crowd.Directory((2 * Enough) + 1));
        var users = Crowd.Names((2 * Enough) + 1);
        foreach (var user in users[Enough..]) Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", user)).Status);
        stack.Emulator.Faults.Enqueue(new Fault { Status = 500, Times = Enough + 1 });
        foreach (var user in users[..Enough]) Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", user)).Status);

        var exchanges = stack.Emulator.Stats.Snapshot().Exchanges();
        await stack.GetAsync("me", users[Enough]); // the sixth of eleven, and the last to be asked for
        Assert.Equal(exchanges + 1, stack.Emulator.Stats.Snapshot().Exchanges());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", "alice")).Status);
        Assert.Equal(exchanges + 1, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Theory]
    [InlineData(429, null)]
    [InlineData(429, 1)]
    [InlineData(503, 1)]
    [InlineData(501, null)]
    public async Task Throttling_and_what_is_no_outage_open_nothing(int status, int? retryAfter)
    {
        await using var stack = await Stack.StartAsync(Crowd.Directory(2 * Enough));
        stack.Emulator.Faults.Enqueue(new Fault { Status = status, RetryAfterSeconds = retryAfter, Times = 2 * Enough });
        foreach (var user in Crowd.Names(2 * Enough)) Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", user)).Status);

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
    }

    [Fact]
    public async Task A_credential_of_ours_that_is_gone_is_not_the_endpoints_failure()
    {
        using var key = RSA.Create(2048);
        var issuer = new ExternalIssuer(key);
        var directory = Crowd.Directory(2 * Enough);
        directory.FindApplication("functions")!.Credentials.AddFederatedCredential(issuer.Credential("workload"));
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, issuer.Token("workload"));
        await using var stack = await Stack.StartAsync(
            directory, ("AzureAd:ClientCredentials:0:SourceType", "SignedAssertionFilePath"), ("AzureAd:ClientCredentials:0:SignedAssertionFileDiskPath", path));
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);

        File.Delete(path);
        foreach (var user in Crowd.Names(2 * Enough)) Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", user)).Status);
        await File.WriteAllTextAsync(path, issuer.Token("workload"));

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
        File.Delete(path);
    }

    private static int OpenCircuits(Stack stack)
    {
        var open = -1L;
        using var listener = new MeterListener();
        var factory = stack.Get<IMeterFactory>();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Name == "functionsobo.token.circuit.open") own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => open = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return (int)open;
    }
}
