using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FunctionsObo.Tests.Security;
using TestSupport;

namespace FunctionsObo.Tests.Authentication;

/// <summary>What new metadata means for tokens that were found good, and for those that brought it about.</summary>
public sealed class MetadataChangeTests : IAsyncLifetime
{
    private const string OtherHost = "login.contoso.example";
    private static readonly string OtherIssuer = $"https://{OtherHost}/{WellKnown.ContosoTenantId}/v2.0";

    private readonly PlatformGate _gate = new();
    private Stack _stack = null!;

    public async Task InitializeAsync() => _stack = await Stack.StartAsync(_gate.StandBefore, ("AzureAd:AllowedMetadataHosts:0", OtherHost));

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Theory]
    [InlineData("issuer", "https://login.contoso.example/0fab71ca-0000-4000-8000-000000000002/v2.0")]
    [InlineData("alg", "RS512")]
    [InlineData("alg", "RSA-OAEP")]
    public async Task A_key_that_is_for_something_else_now_takes_its_remembered_tokens_along(string member, string value)
    {
        var token = _stack.Emulator.IssueAccessToken("alice");
        await _stack.AdmitsAsync(token);

        await ChangeAsync("/keys", set => Each(set, key => key[member] = value));

        await _stack.RefusesAsync(token, "wrong_signature");
        await _stack.RefusesAsync(_stack.Emulator.IssueAccessToken("alice"), "wrong_signature");
    }

    [Fact]
    public async Task An_issuer_that_is_another_now_takes_its_remembered_tokens_along()
    {
        var token = _stack.Emulator.IssueAccessToken("alice");
        await _stack.AdmitsAsync(token);

        await ChangeAsync("/openid-configuration", document => document["issuer"] = OtherIssuer);

        await _stack.RefusesAsync(token, "wrong_issuer");
    }

    [Fact]
    public async Task Metadata_that_says_the_same_leaves_them_remembered()
    {
        using var lookups = _stack.Measure<long>("functionsobo.validated_tokens.lookups");
        var token = _stack.Emulator.IssueAccessToken("alice");
        await _stack.AdmitsAsync(token);

        await ChangeAsync("/keys", set => set["extra"] = 1);
        var before = lookups.Count("result", "miss");
        for (var i = 0; i < 2; i++) await _stack.AdmitsAsync(token);

        Assert.Equal(before, lookups.Count("result", "miss"));
    }

    [Fact]
    public async Task A_token_whose_key_came_with_another_issuer_is_refused()
    {
        _stack.Emulator.Keys.Rotate();
        Answer("/openid-configuration", document => document["issuer"] = OtherIssuer);

        await _stack.RefusesAfterAskingAsync(_stack.Emulator.IssueAccessToken("alice"), "wrong_issuer");
    }

    private static void Each(JsonObject set, Action<JsonObject> change)
    {
        foreach (var key in set["keys"]!.AsArray()) change(key!.AsObject());
    }

    /// <summary>From now on a document is another one, and it has been fetched, for the sake of a made-up key.</summary>
    private async Task ChangeAsync(string end, Action<JsonObject> change)
    {
        Answer(end, change);
        await _stack.SendAsync(HttpMethod.Get, "whoami", _stack.Emulator.Forge(header => header["kid"] = "made up"));
        Assert.True(_gate.Asked.Count > 2);
    }

    private void Answer(string end, Action<JsonObject> change) => _gate.Answer = async (request, cancellation) =>
    {
        if (!request.RequestUri!.AbsolutePath.EndsWith(end, StringComparison.Ordinal)) return null;
        using var client = _stack.Emulator.CreateClient();
        var document = (await client.GetFromJsonAsync<JsonObject>(request.RequestUri, cancellation))!;
        change(document);
        return new HttpResponseMessage { Content = JsonContent.Create(document) };
    };
}
