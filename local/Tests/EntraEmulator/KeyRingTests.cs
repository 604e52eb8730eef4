using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator.Dev;
using EntraEmulator.Keys;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class KeyRingTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private KeyRing Keys => fixture.Emulator.Keys;

    [Fact]
    public async Task After_a_rotation_new_and_old_tokens_are_good()
    {
        var old = fixture.Emulator.IssueAccessToken("alice");

        Keys.Rotate();

        Assert.Equal(200, (await fixture.PostAsync(Some.Exchange(old))).Status);
        Assert.Equal(200, (await fixture.PostAsync(Some.Exchange(fixture.Emulator.IssueAccessToken("alice")))).Status);
        Assert.Contains(KidOf(old), await PublishedAsync());
    }

    [Fact]
    public async Task A_rotation_that_drops_the_old_keys_ends_their_tokens()
    {
        var old = fixture.Emulator.IssueAccessToken("alice");

        await fixture.Http.PostAsync("dev/keys/rotate?old=drop", content: null);

        Assert.Equal(50013, (await fixture.PostAsync(Some.Exchange(old))).Code);
        Assert.DoesNotContain(KidOf(old), await PublishedAsync());
        Assert.Equal(4, (await PublishedAsync()).Count);
    }

    [Fact]
    public async Task An_old_key_can_be_retired_the_current_one_can_not()
    {
        var old = Keys.Current.KeyId;
        Assert.Throws<InvalidOperationException>(() => Keys.Retire(old));
        Assert.Equal(400, (int)(await fixture.Http.DeleteAsync($"dev/keys/{old}")).StatusCode);

        Keys.Rotate();

        Assert.True((await fixture.Http.DeleteAsync($"dev/keys/{old}")).IsSuccessStatusCode);
        Assert.False(Keys.Retire(old));
        Assert.DoesNotContain(old, await PublishedAsync());
    }

    [Fact]
    public async Task A_key_of_another_issuer_can_be_published()
    {
        const string issuer = "https://login.example/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
        var added = Keys.Add(issuer);

        var keys = (await fixture.Http.GetFromJsonAsync<JsonElement>("common/discovery/v2.0/keys")).GetProperty("keys").EnumerateArray();
        var token = fixture.Emulator.Sign(new SignRequest { Header = JsonSerializer.SerializeToNode(new { }), Payload = JsonSerializer.SerializeToNode(new { }), Key = added.KeyId });

        Assert.Equal(issuer, keys.Single(key => key.GetProperty("kid").GetString() == added.KeyId).GetProperty("issuer").GetString());
        Assert.Equal(added.KeyId, KidOf(token));
    }

    private static string KidOf(string token) => Some.Header(token).GetProperty("kid").GetString()!;

    private async Task<List<string?>> PublishedAsync() =>
        [.. (await fixture.Http.GetFromJsonAsync<JsonElement>("contoso/discovery/v2.0/keys")).GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString())];
}
