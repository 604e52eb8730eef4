using System.Text.Json.Nodes;
using FunctionsObo.Authentication.Metadata;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsObo.Tests.Authentication.Metadata;

/// <summary>Which published keys verify tokens, and which tokens (RFC 7517 §4, RFC 7518 §3).</summary>
public sealed class SigningKeyTests
{
    private const string Modulus = nameof(Modulus);
    private static readonly string Long = Base64UrlEncoder.Encode([1, .. new byte[255]]);

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("sig", null, true)]
    [InlineData("enc", null, false)]
    [InlineData(null, """["verify"]""", true)]
    [InlineData("sig", """["sign","verify"]""", true)]
    [InlineData(null, """["encrypt"]""", false)]
    [InlineData("sig", """["encrypt","wrapKey"]""", false)]
    [InlineData(null, """["VERIFY"]""", false)]
    [InlineData("enc", """["verify"]""", false)]
    public void A_key_for_something_else_than_verifying_is_none(string? use, string? operations, bool isOne)
    {
        var key = Create(jwk =>
        {
            jwk["use"] = use;
            jwk["key_ops"] = operations is null ? null : JsonNode.Parse(operations);
        });

        Assert.Equal(isOne, key is not null);
    }

    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    [InlineData(512, true)]
    public void An_RSA_key_has_2048_bits_or_more(int bytes, bool isOne)
    {
        Assert.Equal(isOne, Create(jwk => jwk["n"] = Base64UrlEncoder.Encode([1, .. new byte[bytes - 1]])) is not null);
        Assert.Equal(isOne, Create(jwk => jwk["n"] = Base64UrlEncoder.Encode([0, 0, 1, .. new byte[bytes - 1]])) is not null);
    }

    [Theory]
    [InlineData(null, "RS256", true)]
    [InlineData(null, "PS512", true)]
    [InlineData(null, "ES256", false)]
    [InlineData("RS512", "RS512", true)]
    [InlineData("RS512", "RS256", false)]
    [InlineData("ES256", "ES256", false)]
    [InlineData("RSA-OAEP", "RS256", false)]
    public void A_key_that_names_an_algorithm_verifies_that_one_alone(string? named, string algorithm, bool verifies) =>
        Assert.Equal(verifies, Create(jwk => jwk["alg"] = named)!.Verifies(algorithm));

    [Theory]
    [InlineData("kid", "other", true)]
    [InlineData("issuer", "https://login.example/{tenantid}/v2.0", false)]
    [InlineData("alg", "RS512", false)]
    [InlineData("n", Modulus, false)]
    public void Another_issuer_algorithm_or_number_makes_another_key(string member, string value, bool isSame)
    {
        var other = Create(jwk => jwk[member] = value == Modulus ? Base64UrlEncoder.Encode([2, .. new byte[255]]) : value)!;

        Assert.Equal(isSame, Create(_ => { })!.IsSameAs(other));
    }

    private static SigningKey? Create(Action<JsonObject> change)
    {
        var jwk = new JsonObject { ["kty"] = "RSA", ["kid"] = "one", ["n"] = Long, ["e"] = "AQAB" };
        change(jwk);
        foreach (var absent in jwk.Where(member => member.Value is null).Select(member => member.Key).ToList()) jwk.Remove(absent);
        return SigningKey.Create(new JsonWebKey(jwk.ToJsonString()));
    }
}
