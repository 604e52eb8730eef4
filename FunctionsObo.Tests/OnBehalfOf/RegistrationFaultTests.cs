using System.Net;
using FunctionsObo.Testing;

namespace FunctionsObo.Tests.OnBehalfOf;

/// <summary>What the log says when the identity platform refuses this app itself.</summary>
public sealed class RegistrationFaultTests
{
    [Theory]
    [InlineData("invalid_client", 7000215, "set the secret's value, not its id")]
    [InlineData("invalid_client", 7000222, "The client secret has expired")]
    [InlineData("invalid_client", 700027, "The certificate is not registered with this app")]
    [InlineData("unauthorized_client", 700016, "There is no app with this AzureAd:ClientId")]
    [InlineData("invalid_client", 700213, "has the subject of this token")]
    [InlineData("invalid_client", 7000229, "The app has no service principal in this tenant")]
    [InlineData("invalid_resource", 500011, "The API that a scope names is not known")]
    [InlineData("invalid_client", 1, "Check AzureAd:ClientId, AzureAd:ClientCredentials and the scopes in DownstreamApis.")]
    public async Task Each_fault_of_the_registration_has_a_line_of_its_own_with_its_fix_and_the_ids_that_find_it(string error, int number, string fix)
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.Emulator.Faults.Enqueue(new() { Times = 0, Error = error, Codes = [number], Description = "of somebody's private name" });

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        var line = Assert.Single(app.Logs.GetSnapshot(), log => log.Message.StartsWith("No token for Graph", StringComparison.Ordinal)).Message;
        Assert.Contains(fix, line, StringComparison.Ordinal);
        Assert.Contains($"{error}, AADSTS{number}, status ", line, StringComparison.Ordinal);
        Assert.Matches("correlation id [0-9a-f-]{36}, trace id [0-9a-f-]{36}", line);
        Assert.DoesNotContain("private", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_fault_is_told_once_in_a_while_and_another_one_at_once()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        await CallAsync(app, 7000215, "alice", "bob");
        await CallAsync(app, 7000222, "alice");

        Assert.Equal(2, app.Logs.GetSnapshot().Count(log => log.Message.StartsWith("No token for Graph", StringComparison.Ordinal)));
    }

    private static async Task CallAsync(TestApp app, int refusal, params string[] users)
    {
        app.Entra.Recovers();
        app.Entra.Emulator.Faults.Enqueue(new() { Times = 0, Error = "invalid_client", Codes = [refusal] });
        foreach (var user in users)
        {
            await app.ClientFor(user, "access_as_user").GetAsync("me");
            app.Time.Advance(TimeSpan.FromSeconds(7));
        }
    }
}
