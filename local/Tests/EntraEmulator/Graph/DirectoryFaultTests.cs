using EntraEmulator.Faults;
using EntraEmulator.Stats;

namespace Local.Tests.EntraEmulator.Graph;

public sealed class DirectoryFaultTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_request_whose_answer_is_lost_is_done_and_one_that_is_dropped_is_not(bool isLost, int made)
    {
        var directory = new DirectoryClient(fixture);
        var name = $"lost {isLost}";
        fixture.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Method = "POST", LoseAnswer = isLost, Drop = !isLost });

        await Assert.ThrowsAsync<HttpRequestException>(() => directory.PostAsync("applications", $$"""{ "displayName": "{{name}}", "signInAudience": "AzureADMyOrg" }"""));

        Assert.Equal(made, (await directory.GetAsync($"applications?$filter=displayName eq '{name}'")).Values.Count);
    }
}
