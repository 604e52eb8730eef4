using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;
using Microsoft.IdentityModel.Tokens;

namespace Local.Tests.EntraEmulator;

public sealed class DevSignerTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private Emulator Emulator => fixture.Emulator;

    [Fact]
    public async Task What_the_header_lacks_is_filled_in()
    {
        var token = await PostAsync("""{"header":{},"payload":{"sub":"x"}}""");

        var header = Some.Header(token);
        Assert.Equal(("RS256", "JWT", Emulator.Keys.Current.KeyId), (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString(), header.GetProperty("kid").GetString()));
        Assert.True(Signature.Verifies(token, Emulator.Keys.Current.Certificate));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    public async Task None_has_an_empty_signature(string algorithm)
    {
        var token = await PostAsync($$"""{"header":{"alg":"{{algorithm}}"}, "payload":{} }""");

        Assert.EndsWith(".", token, StringComparison.Ordinal);
        Assert.Equal(algorithm, Some.Header(token).GetProperty("alg").GetString());
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("der")]
    [InlineData("modulus")]
    public async Task HS256_takes_the_public_key_for_a_secret(string form)
    {
        var token = await PostAsync($$"""{"header":{"alg":"HS256"},"payload":{},"secret":"{{form}}"}""");

        using var rsa = Emulator.Keys.Current.Certificate.GetRSAPublicKey()!;
        var secret = form switch
        {
            "pem" => Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()),
            "der" => rsa.ExportSubjectPublicKeyInfo(),
            _ => rsa.ExportParameters(false).Modulus!,
        };
        var parts = token.Split('.');
        Assert.Equal(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}")), Base64UrlEncoder.DecodeBytes(parts[2]));
    }

    [Fact]
    public async Task Any_text_and_any_bytes_can_be_signed()
    {
        const string twice = """{"alg":"RS256","alg":"none"}""";
        byte[] noUtf8 = [0xEF, 0xBB, 0xBF, 0xFF, (byte)'{'];

        var token = await PostAsync(JsonSerializer.Serialize(new { headerText = twice, payloadBase64 = Convert.ToBase64String(noUtf8) }));

        var parts = token.Split('.');
        Assert.Equal(twice, Base64UrlEncoder.Decode(parts[0]));
        Assert.Equal(noUtf8, Base64UrlEncoder.DecodeBytes(parts[1]));
        Assert.True(Signature.Verifies(token, Emulator.Keys.Current.Certificate));
    }

    [Fact]
    public async Task The_unknown_key_is_not_published_but_can_be_embedded()
    {
        var token = await PostAsync("""{"header":{},"payload":{},"key":"unknown","embed":"x5c"}""");

        var header = Some.Header(token);
        using var embedded = X509CertificateLoader.LoadCertificate(header.GetProperty("x5c")[0].GetBytesFromBase64());
        Assert.True(Signature.Verifies(token, embedded));
        Assert.DoesNotContain(header.GetProperty("kid").GetString(), Emulator.Keys.Published.Select(key => key.KeyId));
    }

    [Fact]
    public void A_jwk_can_be_embedded()
    {
        var token = Emulator.Sign(new SignRequest { Payload = new JsonObject(), Key = "unknown", Embed = "jwk" });

        Assert.Equal("RSA", Some.Header(token).GetProperty("jwk").GetProperty("kty").GetString());
    }

    [Fact]
    public void The_signature_can_be_anything() =>
        Assert.EndsWith(".AAAA", Emulator.Sign(new SignRequest { Header = new JsonObject { ["alg"] = "ES256" }, Payload = new JsonObject(), Signature = "AAAA" }), StringComparison.Ordinal);

    [Fact]
    public void The_library_takes_the_same_json() =>
        Assert.Equal("x", Some.Payload(Emulator.Sign(JsonSerializer.SerializeToElement(new { header = new { }, payload = new { sub = "x" } }))).GetProperty("sub").GetString());

    [Theory]
    [InlineData("""{"header":{}}""", "'payload'")]
    [InlineData("""{"header":{},"payload":{},"payloadText":"{}"}""", "once")]
    [InlineData("""{"header":{"alg":"XX256"},"payload":{}}""", "RS, PS, ES and HS")]
    [InlineData("""{"header":{"alg":"ES256"},"payload":{},"key":"unknown"}""", "RSA key")]
    [InlineData("""{"header":{},"payload":{},"key":"nope"}""", "Known: current, unknown")]
    [InlineData("""{"header":{},"payload":{},"keys":"x"}""", "Known members")]
    [InlineData("""{"headerBase64":"!","payload":{}}""", "base64")]
    [InlineData("""{"header":{},"payloadText":"\ud800"}""", "Known members")]
    [InlineData("""{"headerText":"{}","payload":{},"embed":"jwk"}""", "embed")]
    [InlineData("""{"header":{},"payload":{},"embed":"x5u"}""", "embed")]
    [InlineData("""{"header":{"alg":"HS256"},"payload":{},"secret":"x"}""", "pem, der or modulus")]
    public async Task A_request_that_can_not_be_signed_is_refused_with_a_sentence(string json, string says)
    {
        var response = await fixture.Http.PostAsync("dev/sign", new StringContent(json));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<string> PostAsync(string json)
    {
        var response = await fixture.Http.PostAsync("dev/sign", new StringContent(json));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }
}
