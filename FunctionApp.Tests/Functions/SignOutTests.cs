using System.Net;
using FunctionsObo.Testing;

namespace FunctionApp.Tests.Functions;

public sealed class SignOutTests
{
    [Fact]
    public async Task The_tokens_of_who_signs_out_are_forgotten_and_those_of_others_are_not()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(new { id = "1" });
        var (alice, bob) = (app.ClientFor("alice", "access_as_user"), app.ClientFor("bob", "access_as_user"));
        foreach (var client in (HttpClient[])[alice, bob]) await client.GetAsync("me");

        var signedOut = await alice.PostAsync("me/sign-out", content: null);
        foreach (var client in (HttpClient[])[alice, bob]) await client.GetAsync("me");

        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
        Func<string, string, long> exchanges = app.Entra.Emulator.Stats.Snapshot().Exchanges;
        Assert.Equal((2, 1), (exchanges("alice", "Graph"), exchanges("bob", "Graph")));
    }
}
