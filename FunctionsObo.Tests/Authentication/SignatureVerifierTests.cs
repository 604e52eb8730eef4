using System.Text.Json.Nodes;
using FunctionsObo.Authentication;
using FunctionsObo.Authentication.Metadata;
using TestSupport;

namespace FunctionsObo.Tests.Authentication;

/// <summary>The last word, asked by itself: what the policy refuses before it is refused here too.</summary>
public sealed class SignatureVerifierTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack _stack = fixture.Stack;

    [Theory]
    [InlineData(WellKnown.FunctionAppClientId, true)]
    [InlineData(WellKnown.FunctionAppIdUri, true)]
    [InlineData($"{WellKnown.FunctionAppClientId}/", false)]
    [InlineData($"{WellKnown.FunctionAppIdUri}/", false)]
    [InlineData($"/{WellKnown.FunctionAppClientId}", false)]
    public async Task An_audience_with_a_trailing_slash_is_another_audience(string audience, bool isOurs)
    {
        var (key, issuer) = await PublishedAsync();

        Assert.Equal(isOurs, Verifies(payload => payload["aud"] = audience, key, issuer));
    }

    [Fact]
    public async Task A_key_verifies_its_own_algorithms_alone()
    {
        var (key, issuer) = await PublishedAsync();

        Assert.True(Verifies(_ => { }, key, issuer));
        Assert.False(Verifies(_ => { }, key with { Algorithms = ["RS512", "ES256"] }, issuer));
    }

    [Fact]
    public async Task Another_issuer_is_refused()
    {
        var (key, issuer) = await PublishedAsync();

        Assert.False(Verifies(_ => { }, key, $"{issuer}/"));
    }

    private bool Verifies(Action<JsonObject> change, SigningKey key, string issuer) =>
        _stack.Get<SignatureVerifier>().Verify(_stack.Emulator.Mint(change), key, issuer);

    private async Task<(SigningKey Key, string Issuer)> PublishedAsync()
    {
        var parts = _stack.Emulator.IssueAccessToken("alice").Split('.');
        var metadata = await _stack.Get<MetadataStore>().GetAsync(CancellationToken.None);
        return (metadata!.Keys[(string)Minting.Decode(parts[0])["kid"]!], (string)Minting.Decode(parts[1])["iss"]!);
    }
}
