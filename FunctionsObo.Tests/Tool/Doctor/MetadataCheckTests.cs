using System.Text.Json.Nodes;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What is wrong with the identity platform's metadata is found, by the rules of the engine.</summary>
public sealed class MetadataCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    public void Dispose() => fixture.Heal();

    [Fact]
    public async Task A_tenant_that_there_is_not_is_found()
    {
        var doctor = await fixture.ExamineAsync(("AzureAd__TenantId", "11111111-0000-4000-8000-000000000001"));

        doctor.Finds("M1", "knows no tenant 11111111-0000-4000-8000-000000000001", "Correct AzureAd:TenantId");
        Assert.Equal(2, doctor.Run.ExitCode);
    }

    [Fact]
    public async Task A_page_in_place_of_metadata_is_found()
    {
        fixture.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Metadata, Times = 0, Status = 200, ContentType = "text/html", Body = JsonValue.Create("<html>Welcome to the hotel</html>") });

        (await fixture.ExamineAsync()).Finds("M1", "its answer cannot be read", "a proxy's page is no metadata");
    }

    [Fact]
    public async Task An_issuer_of_another_tenant_is_found() =>
        (await WithMetadataAsync(("issuer", $"{fixture.Emulator.Address}{WellKnown.FabrikamTenantId}/v2.0"))).Finds("M2", "names another tenant as issuer", "AzureAd:Instance and AzureAd:TenantId");

    [Fact]
    public async Task Keys_of_a_host_that_the_app_does_not_trust_are_found() =>
        (await WithMetadataAsync(("jwks_uri", "https://keys.example/keys"))).Finds("M3", "The metadata names the host \"keys.example\"", "AzureAd:AllowedMetadataHosts");

    [Fact]
    public async Task A_key_set_without_a_key_is_found()
    {
        fixture.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Keys, Times = 0, Body = JsonNode.Parse("""{ "keys": [] }""") });

        (await fixture.ExamineAsync()).Finds("M3", "The key set is empty", "AzureAd:AllowedMetadataHosts");
    }

    [Fact]
    public async Task Microsoft_Graph_of_another_cloud_is_found()
    {
        // Nobody is to be reached for that: neither of the two hosts is asked for anything that this is about.
        var doctor = await WithMetadataAsync([("msgraph_host", "graph.microsoft.us")], ("DownstreamApis__Graph__BaseUrl", "https://graph.invalid/v1.0/"));

        Assert.Equal("wrong", doctor.Checks["M4"].State);
        Assert.Contains("Graph is at graph.invalid, and this cloud's Microsoft Graph at graph.microsoft.us", doctor.Checks["M4"].Text, StringComparison.Ordinal);
        Assert.Contains("Set DownstreamApis:Graph:BaseUrl to https://graph.microsoft.us/v1.0/", doctor.Checks["M4"].Fix, StringComparison.Ordinal);
    }

    private Task<DoctorRun> WithMetadataAsync((string Member, string Value) other) => WithMetadataAsync([other]);

    private async Task<DoctorRun> WithMetadataAsync((string Member, string Value)[] others, params (string Key, string? Value)[] settings)
    {
        using var http = fixture.Emulator.CreateClient();
        var metadata = JsonNode.Parse(await http.GetStringAsync($"{WellKnown.ContosoTenantId}/v2.0/.well-known/openid-configuration"))!.AsObject();
        foreach (var (member, value) in others) metadata[member] = value;
        fixture.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Metadata, Times = 0, Body = metadata });
        return await fixture.ExamineAsync(settings);
    }
}
