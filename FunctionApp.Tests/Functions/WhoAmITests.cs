using FunctionsObo.Testing;

namespace FunctionApp.Tests.Functions;

public sealed class WhoAmITests
{
    [Fact]
    public async Task Nothing_is_known_here_of_a_user_but_what_the_token_says()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("whoami");

        Assert.Equal("access_as_user", Assert.Single((await response.JsonAsync()).GetProperty("scopes").EnumerateArray()).GetString());
    }
}
