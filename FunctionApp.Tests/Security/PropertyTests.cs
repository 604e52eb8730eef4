using System.Buffers.Text;
using System.Text;
using EntraEmulator;
using FsCheck;
using FsCheck.Fluent;
using FunctionApp.Authentication;
using FunctionApp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionApp.Tests.Security;

/// <summary>Whatever comes: never an exception or 5xx, never let in, and never more memory than a few times the token.</summary>
public sealed class PropertyTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    /// <summary>Far above what reading 16 KB of JSON takes, and far below what a bomb would.</summary>
    private const long MostBytes = 2 * 1024 * 1024;

    private readonly Stack _stack = fixture.Stack;
    private readonly AccessTokenValidator _validator = fixture.Stack.Local.FunctionApp!.Services.GetRequiredService<AccessTokenValidator>();

    [Fact]
    public void Arbitrary_bytes_in_the_header_never_pass_and_never_break_the_server() => Check(
        50,
        ArbMap.Default.GeneratorFor<byte[]>(),
        bytes =>
        {
            foreach (var scheme in new[] { "Bearer ", "" })
            {
                var value = Encoding.Latin1.GetString(bytes).Replace('\r', ' ').Replace('\n', ' ');
                var (status, _) = RawHttp.SendAsync(_stack, $"Authorization: {scheme}{value}").GetAwaiter().GetResult();
                if (status is < 400 or >= 500) return false;
            }

            return true;
        });

    [Fact]
    public void Arbitrary_token_characters_never_pass()
    {
        var characters = Gen.Elements("ABCxyz019-._~+/=..eyJ".ToCharArray());

        Check(2000, characters.ArrayOf().Select(text => new string(text)), IsRefused);
    }

    [Fact]
    public void A_good_token_with_any_character_changed_never_passes()
    {
        var good = _stack.Emulator.IssueAccessToken("alice");
        var mutations =
            from at in Gen.Choose(0, good.Length - 1)
            from character in Gen.Elements("ABab01-_.=~".ToCharArray())
            from kind in Gen.Choose(0, 3)
            select kind switch
            {
                0 => good[..at] + character + good[(at + 1)..],
                1 => good.Insert(at, character.ToString()),
                2 => good.Remove(at, 1),
                _ => good[at..] + good[..at],
            };

        Check(2000, mutations.Where(token => token != good), IsRefused);
    }

    [Fact]
    public void Mutated_json_behind_a_good_signature_never_breaks_anything_and_passes_only_unharmed()
    {
        var (header, payload) = _stack.Emulator.GoodParts();
        var (headerText, payloadText) = (header.ToJsonString(), payload.ToJsonString());
        var now = _stack.Time.GetUtcNow();
        var mutations =
            from part in Gen.Elements(headerText, payloadText)
            from at in Gen.Choose(0, part.Length - 1)
            from length in Gen.Choose(0, 12)
            from inserted in Gen.Elements("", "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "\\ud800", "null", "1e999", "-", "\0", "\ufeff", "é", "💥", new string('[', 200), "\"a\":1,\"a\":1,")
            select (IsHeader: ReferenceEquals(part, headerText), Text: part[..at] + inserted + part[Math.Min(part.Length, at + length)..]);

        Check(2000, mutations, mutation =>
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
            from header in ArbMap.Default.GeneratorFor<byte[]>()
            from payload in ArbMap.Default.GeneratorFor<byte[]>()
            select $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}.{signature}";

        Check(2000, parts, IsRefused);
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

    private static void Check<T>(int times, Gen<T> values, Func<T, bool> property) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(times));
}
