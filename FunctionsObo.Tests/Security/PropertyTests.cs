using System.Buffers.Text;
using System.Text;
using CsCheck;
using EntraEmulator.Dev;
using FunctionsObo.Authentication;
using FunctionsObo.Downstream.Headers;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Whatever comes: never an exception or 5xx, never let in, and never more memory than a few times the token.</summary>
public sealed class PropertyTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    /// <summary>Far above what reading 16 KB of JSON takes, and far below what a bomb would.</summary>
    private const long MostBytes = 2 * 1024 * 1024;

    private readonly Stack _stack = fixture.Stack;
    private readonly AccessTokenValidator _validator = fixture.Stack.Local.FunctionApp!.Services.GetRequiredService<AccessTokenValidator>();

    [Fact]
    public Task Arbitrary_bytes_in_the_header_never_pass_and_never_break_the_server() => Gen.Byte.Array.SampleAsync(
        async bytes =>
        {
            foreach (var scheme in new[] { "Bearer ", "" })
            {
                var value = Encoding.Latin1.GetString(bytes).Replace('\r', ' ').Replace('\n', ' ');
                var (status, _) = await RawHttp.SendAsync(_stack, $"Authorization: {scheme}{value}");
                if (status is < 400 or >= 500) return false;
            }

            return true;
        },
        iter: 50);

    [Fact]
    public void Arbitrary_token_characters_never_pass() => Check(Gen.String[Gen.Char["ABCxyz019-._~+/=..eyJ"], 0, 300], IsRefused);

    [Fact]
    public void A_good_token_with_any_character_changed_never_passes()
    {
        var good = _stack.Emulator.IssueAccessToken("alice");
        var mutations =
            from at in Gen.Int[0, good.Length - 1]
            from character in Gen.Char["ABab01-_.=~"]
            from kind in Gen.Int[0, 3]
            select kind switch
            {
                0 => good[..at] + character + good[(at + 1)..],
                1 => good.Insert(at, character.ToString()),
                2 => good.Remove(at, 1),
                _ => good[at..] + good[..at],
            };

        Check(mutations.Where(token => token != good), IsRefused);
    }

    [Fact]
    public void Mutated_json_behind_a_good_signature_never_breaks_anything_and_passes_only_unharmed()
    {
        var (header, payload) = _stack.Emulator.GoodParts();
        var (headerText, payloadText) = (header.ToJsonString(), payload.ToJsonString());
        var now = _stack.Time.GetUtcNow();
        var mutations =
            from part in Gen.OneOf(headerText, payloadText)
            from at in Gen.Int[0, part.Length - 1]
            from length in Gen.Int[0, 12]
            from inserted in Gen.OneOf("", "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "\\ud800", "null", "1e999", "-", "\0", "\ufeff", "é", "💥", new string('[', 200), "\"a\":1,\"a\":1,")
            select (IsHeader: ReferenceEquals(part, headerText), Text: part[..at] + inserted + part[Math.Min(part.Length, at + length)..]);

        Check(mutations, mutation =>
        {
            var token = _stack.Emulator.Sign(mutation.IsHeader
                ? new SignRequest { HeaderText = mutation.Text, Payload = payload.DeepClone() }
                : new SignRequest { Header = header.DeepClone(), PayloadText = mutation.Text });
            var verdict = Validate(token);
            return !verdict.Accepted || (verdict.Caller is { TenantId: WellKnown.ContosoTenantId } caller && caller.ExpiresAt > now);
        });
    }

    [Fact]
    public void Arbitrary_bytes_for_header_and_payload_never_pass()
    {
        var signature = new string('A', 342);
        var parts =
            from header in Gen.Byte.Array
            from payload in Gen.Byte.Array
            select $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}.{signature}";

        Check(parts, IsRefused);
    }

    private bool IsRefused(string token)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var verdict = Validate(token);
        return !verdict.Accepted
            && verdict.Refusal is not (TokenRefusal.None or TokenRefusal.MetadataUnavailable)
            && GC.GetAllocatedBytesForCurrentThread() - before < MostBytes;
    }

    private TokenVerdict Validate(string token)
    {
        var verdict = _validator.ValidateAsync(new BearerToken($"Bearer {token}", "Bearer ".Length), CancellationToken.None);
        return verdict.IsCompleted ? verdict.Result : verdict.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>On one thread: memory is counted by the thread.</summary>
    private static void Check<T>(Gen<T> values, Func<T, bool> property) => values.Sample(property, iter: 2000, threads: 1);
}
