using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator.Faults;

namespace Local.Tests.EntraEmulator;

public sealed class FaultScriptingTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private FaultScript Faults => fixture.Emulator.Faults;

    [Fact]
    public async Task Faults_are_scripted_over_http_one_or_many_at_a_time()
    {
        await PostAsync("""{"user":"bob","status":503,"retryAfterSeconds":5,"times":"always"}""");
        await PostAsync("""[{"endpoint":"keys","body":{"keys":[]}},{"error":"invalid_grant","codes":[50173],"claims":{"access_token":{}}}]""");

        var pending = await fixture.Http.GetFromJsonAsync<JsonElement>("dev/faults");
        var refused = await fixture.PostAsync(Some.Exchange(fixture.Emulator.IssueAccessToken("alice")));
        await fixture.Http.DeleteAsync("dev/faults");

        Assert.Equal(3, pending.GetArrayLength());
        Assert.Equal("always", pending[0].GetProperty("times").GetString());
        Assert.Equal((50173, """{"access_token":{}}"""), (refused.Code, refused.Text("claims")));
        Assert.Empty(Faults.Pending);
    }

    [Theory]
    [InlineData("""{"staus":503}""", "status")]
    [InlineData("""{"endpoint":"tokens"}""", "endpoint")]
    [InlineData("""{"status":99}""", "200 to 599")]
    [InlineData("""{"times":-1}""", "times")]
    [InlineData("""{"codes":[1]}""", "error")]
    [InlineData("""{"error":"x","body":"y"}""", "body")]
    [InlineData("""{"loseAnswer":true,"status":500}""", "no answer")]
    [InlineData("""{"headers":{"a":"b\r\nc: d"}}""", "line breaks")]
    [InlineData("[1]", "members")]
    [InlineData("null", "object")]
    [InlineData("{", "no JSON")]
    public async Task A_fault_that_can_not_be_played_is_refused_with_a_sentence(string json, string says)
    {
        var response = await fixture.Http.PostAsync("dev/faults", new StringContent(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(Faults.Pending);
    }

    private async Task PostAsync(string json) => Assert.Equal(HttpStatusCode.NoContent, (await fixture.Http.PostAsync("dev/faults", new StringContent(json))).StatusCode);
}
