using System.Net;
using EntraEmulator.Dev;
using FunctionsObo.Downstream.Headers;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Tokens that are not what a JWT is made of (RFC 8725 §2.6, §3.6, §3.7). All but the unreadable ones are well signed.</summary>
public sealed class ShapeAttackTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack _stack = fixture.Stack;

    [Fact]
    public async Task A24_an_encrypted_token_is_refused_before_any_cryptography()
    {
        var header = Forgery.Encode(new() { ["alg"] = "PBES2-HS256+A128KW", ["enc"] = "A128CBC-HS256", ["p2c"] = 2147483647, ["p2s"] = "AAAA", ["zip"] = "DEF" });

        await _stack.RefusesAsync($"{header}.AAAA.AAAA.AAAA.AAAA", "encrypted_token");
        await _stack.RefusesAsync($"{Forgery.Encode(new() { ["alg"] = "RSA1_5", ["enc"] = "A128CBC-HS256" })}.{new string('A', 12_000)}.AAAA.AAAA.AAAA", "encrypted_token");
    }

    [Theory]
    [InlineData("zip", "DEF")]
    [InlineData("enc", "A128GCM")]
    public async Task A24_a_signed_token_that_says_it_is_compressed_or_encrypted_is_refused(string parameter, string value) =>
        await _stack.RefusesAsync(_stack.Emulator.Forge(header => header[parameter] = value), "unsupported_token");

    [Fact]
    public async Task A25_an_oversized_token_is_refused_unread()
    {
        await _stack.CannotReadAsync($"{_stack.Emulator.IssueAccessToken("alice")}{new string('A', 16 * 1024)}", "oversized_token");
        await _stack.CannotReadAsync(new string('a', (16 * 1024) + 1), "oversized_token");
    }

    [Fact]
    public async Task A25_a_token_beyond_what_the_server_takes_is_refused_by_the_server() =>
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await _stack.SendAsync(HttpMethod.Get, "me", new string('a', 100_000))).Status);

    [Fact]
    public async Task A25_a_token_of_just_the_largest_size_is_read()
    {
        var payload = _stack.Emulator.GoodParts().Payload;
        var filler = (((16 * 1024) - _stack.Emulator.Sign(new SignRequest { Payload = payload }).Length) * 3 / 4) - 20;
        payload["filler"] = new string('f', filler);
        var token = _stack.Emulator.Sign(new SignRequest { Payload = payload });

        Assert.InRange(token.Length, (16 * 1024) - 20, 16 * 1024);
        await _stack.AdmitsAsync(token);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{}\0")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{/* comment */}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":01}")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":1,\"\\u0061\":1}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"\\ud800\":1,\"\\ud800\":2}")]
    [InlineData("{\"a\":[[[[[[[[[[1]]]]]]]]]]}")]
    public async Task A25_a_part_that_is_no_strict_json_object_is_refused(string json)
    {
        var (header, payload) = _stack.Emulator.GoodParts();

        await _stack.RefusesAsync(_stack.Emulator.Sign(new SignRequest { Header = header.DeepClone(), PayloadText = json }), "malformed_token");
        await _stack.RefusesAsync(_stack.Emulator.Sign(new SignRequest { HeaderText = json, Payload = payload }), "malformed_token");
    }

    [Fact]
    public async Task A25_depth_and_number_of_claims_are_bounded()
    {
        await _stack.RefusesAsync(_stack.Emulator.ForgeText(payload => payload.Insert(1, $"\"deep\":{new string('[', 4000)}{new string(']', 4000)},")), "malformed_token");
        await _stack.AdmitsAsync(_stack.Emulator.ForgeText(payload => payload.Insert(1, string.Concat(Enumerable.Range(0, 800).Select(i => $"\"c{i}\":{i},")))));
    }

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D })]
    [InlineData(new byte[] { 0x7B, 0x22, 0xC0, 0x80, 0x22, 0x3A, 0x31, 0x7D })]
    [InlineData(new byte[] { 0x7B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x3A, 0x31, 0x7D })]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x7B, 0x7D })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00 })]
    public async Task A25_a_payload_that_is_no_utf8_is_refused(byte[] payload) =>
        await _stack.RefusesAsync(_stack.Emulator.Sign(new SignRequest { PayloadBase64 = Convert.ToBase64String(payload) }), "malformed_token");

    [Theory]
    [InlineData("tid")]
    [InlineData("oid")]
    [InlineData("scp")]
    [InlineData("azp")]
    public async Task A25_half_a_character_in_a_claim_is_refused(string claim) =>
        await _stack.RefusesAsync(
            _stack.Emulator.ForgeText(payload => payload.Replace($"\"{claim}\":\"", $"\"{claim}\":\"\\ud800", StringComparison.Ordinal)), "invalid_claims");

    [Fact]
    public async Task A25_a_token_of_another_number_of_parts_is_refused()
    {
        var token = _stack.Emulator.IssueAccessToken("alice");
        var parts = token.Split('.');

        foreach (var malformed in new[] { parts[0], $"{parts[0]}.{parts[1]}", token + ".", token + ".AAAA", "." + token, "..", ".", "...", $"..{parts[2]}", $"{parts[0]}..{parts[2]}", new string('.', 16_000) })
            await _stack.RefusesAsync(malformed, "malformed_token");
    }

    [Fact]
    public async Task A25_base64_with_padding_other_characters_or_stray_bits_is_refused()
    {
        var token = _stack.Emulator.IssueAccessToken("alice");
        var parts = token.Split('.');

        foreach (var malformed in new[] { token + "=", token + "==", $"{parts[0]}=.{parts[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}+.{parts[2]}", $"{parts[0]}.{parts[1]}.{parts[2]}/", $"{parts[0]}.{parts[1]}.{parts[2]}AAA" })
            await _stack.RefusesAsync(malformed, "malformed_token");

        // A signature of 256 bytes leaves four bits of its last character over; the same bytes with those set are another text.
        await _stack.RefusesAsync(token[..^1] + (char)(token[^1] + 1), "malformed_token");
    }

    [Fact]
    public async Task A25_line_breaks_within_a_token_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "me");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {_stack.Emulator.IssueAccessToken("alice").Insert(40, "\t")}");

        var reply = await _stack.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, "malformed_credentials"), (reply.Status, reply.Code));
    }
}
