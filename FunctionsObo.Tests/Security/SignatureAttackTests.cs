using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Tokens whose header tries to choose how, or with what, they are verified (RFC 8725 §2.1, §3.1, §3.2, §3.10).</summary>
public sealed class SignatureAttackTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack _stack = fixture.Stack;

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    [InlineData("NONE")]
    [InlineData("")]
    public async Task A1_an_unsigned_token_is_refused(string algorithm)
    {
        foreach (var signature in new[] { "", "AAAA" })
            await _stack.RefusesAsync(_stack.Emulator.Forge(header => header["alg"] = algorithm, how: request => request with { Algorithm = "RS256", Signature = signature }), "unsupported_token");
    }

    [Fact]
    public async Task A1_a_good_token_without_its_signature_is_refused()
    {
        var token = _stack.Emulator.IssueAccessToken("alice");

        await _stack.RefusesAsync(token[..(token.LastIndexOf('.') + 1)], "wrong_signature");
    }

    [Theory]
    [InlineData("HS256", "pem")]
    [InlineData("HS256", "der")]
    [InlineData("HS256", "modulus")]
    [InlineData("HS384", "pem")]
    [InlineData("HS512", "pem")]
    public async Task A2_a_public_key_used_as_hmac_secret_is_refused(string algorithm, string secret) =>
        await _stack.RefusesAsync(_stack.Emulator.Forge(header => header["alg"] = algorithm, how: request => request with { Secret = secret }), "unsupported_token");

    [Theory]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public async Task A3_a_good_signature_of_an_algorithm_outside_the_allowed_set_is_refused(string algorithm) =>
        await _stack.RefusesAsync(_stack.Emulator.Forge(header => header["alg"] = algorithm), "unsupported_token");

    [Fact]
    public async Task A4_a_key_that_the_token_brings_along_is_not_used()
    {
        using var own = RSA.Create(2048);
        var parameters = own.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };

        await _stack.RefusesAsync(_stack.Emulator.ForgeWith(own, header => header["jwk"] = jwk.DeepClone()), "wrong_signature");
        await _stack.RefusesAsync(_stack.Emulator.ForgeWith(own, header => header["x5c"] = new JsonArray("MIIB")), "wrong_signature");
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task A5_an_address_of_keys_in_the_token_is_never_visited(string parameter)
    {
        using var own = RSA.Create(2048);
        using var attacker = new TcpListener(IPAddress.Loopback, 0);
        attacker.Start();

        foreach (var address in new[] { $"http://{attacker.LocalEndpoint}/keys", "http://169.254.169.254/metadata/identity" })
            await _stack.RefusesAsync(_stack.Emulator.ForgeWith(own, header => header[parameter] = address), "wrong_signature");
        await _stack.AdmitsAsync(_stack.Emulator.Forge(header => header[parameter] = $"http://{attacker.LocalEndpoint}/keys"));

        Assert.False(attacker.Pending());
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("' OR 1=1 --")]
    [InlineData("\r\nX-Injected: yes")]
    [InlineData("\0")]
    [InlineData("")]
    public async Task A6_a_hostile_key_id_finds_no_key(string keyId)
    {
        _stack.Time.Advance(TimeSpan.FromMinutes(1)); // the cooldown of the one before

        var reply = await _stack.SendAsync(HttpMethod.Get, "me", _stack.Emulator.Forge(header => header["kid"] = keyId));

        Assert.Equal((HttpStatusCode.Unauthorized, "wrong_signature"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A6_a_key_id_that_is_huge_missing_or_no_text_is_refused_unsought()
    {
        await _stack.RefusesAsync(_stack.Emulator.Forge(header => header["kid"] = new string('k', 10_000)), "wrong_signature");
        await _stack.RefusesAsync(_stack.Emulator.Forge(header => header["kid"] = 7), "wrong_signature");
        await _stack.RefusesAsync(_stack.Emulator.Forge(header => header["kid"] = null), "wrong_signature");
    }

    [Fact]
    public async Task A6_the_id_of_another_published_key_does_not_fit()
    {
        var other = _stack.Emulator.Keys.Add();
        _stack.Time.Advance(TimeSpan.FromMinutes(1)); // the cooldown of the unknown keys before
        await _stack.AdmitsAsync(_stack.Emulator.Forge(header => header["kid"] = other.KeyId, how: request => request with { Key = other.KeyId }));

        await _stack.RefusesAsync(_stack.Emulator.Forge(how: request => request with { Key = other.KeyId }), "wrong_signature");
    }

    [Theory]
    [InlineData("""["exp"]""")]
    [InlineData("""["b64"]""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A26_critical_extensions_are_refused(string crit) =>
        await _stack.RefusesAsync(_stack.Emulator.Forge(header => header["crit"] = JsonNode.Parse(crit)), "unsupported_token");

    [Theory]
    [InlineData("cty", "JWT")]
    [InlineData("cty", "jwt")]
    public async Task A57_a_nested_token_is_refused(string parameter, string value) =>
        await _stack.RefusesAsync(_stack.Emulator.Forge(header => header[parameter] = value), "unsupported_token");

    [Theory]
    [InlineData("JWE")]
    [InlineData("id+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("")]
    public async Task A_type_that_is_no_access_token_is_refused(string type) =>
        await _stack.RefusesAsync(_stack.Emulator.Forge(header => header["typ"] = type), "unsupported_token");

    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("at+jwt")]
    [InlineData("application/at+jwt")]
    public async Task The_types_of_access_tokens_are_accepted(string type) =>
        await _stack.AdmitsAsync(_stack.Emulator.Forge(header => header["typ"] = type));
}
