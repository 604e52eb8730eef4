using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Attacks on, and accidents of, the keys that tokens are verified with.</summary>
public sealed class KeyAttackTests
{
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A7_a_flood_of_random_key_ids_costs_one_fetch_per_cooldown_and_good_tokens_keep_working()
    {
        await using var stack = await Stack.StartAsync();
        var (good, parts) = (stack.Emulator.IssueAccessToken("alice"), stack.Emulator.GoodParts());
        var before = stack.Outbound().Keys;

        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            if (i % 100 == 0) await stack.AdmitsAsync(i % 200 == 0 ? good : stack.Emulator.IssueAccessToken("bob"));
            var reply = await stack.SendAsync(HttpMethod.Get, "whoami", Junk(parts));
            Assert.True((reply.Status, reply.Code) is (HttpStatusCode.Unauthorized, "wrong_signature") or (HttpStatusCode.ServiceUnavailable, "key_not_known_yet"), reply.Body);
        });

        Assert.Equal(before + 1, stack.Outbound().Keys);
        var notAskedFor = await stack.SendAsync(HttpMethod.Get, "whoami", Junk(parts));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "key_not_known_yet"), (notAskedFor.Status, notAskedFor.Code));
        Assert.Equal(Cooldown, notAskedFor.RetryAfter);

        stack.Time.Advance(Cooldown);
        for (var i = 0; i < 10; i++) await stack.SendAsync(HttpMethod.Get, "whoami", Junk(parts));
        Assert.Equal(before + 2, stack.Outbound().Keys);
    }

    [Fact]
    public async Task A8_the_first_token_of_a_new_key_is_accepted_after_one_fetch()
    {
        await using var stack = await Stack.StartAsync();
        var old = stack.Emulator.IssueAccessToken("alice");
        stack.Emulator.Keys.Rotate();
        var before = stack.Outbound().Keys;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"))));

        await stack.AdmitsAsync(old);
        Assert.Equal(before + 1, stack.Outbound().Keys);
    }

    [Fact]
    public async Task A8_a_key_that_appears_within_the_cooldown_is_found_when_it_ends()
    {
        await using var stack = await Stack.StartAsync();
        var junk = Junk(stack.Emulator.GoodParts());
        await stack.RefusesAfterAskingAsync(junk);
        stack.Emulator.Keys.Rotate();
        var token = stack.Emulator.IssueAccessToken("alice");
        stack.Time.Advance(TimeSpan.FromSeconds(10));

        var early = await stack.SendAsync(HttpMethod.Get, "whoami", token);
        await stack.RefusesAsync(junk, "wrong_signature");
        stack.Time.Advance(early.RetryAfter!.Value);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "key_not_known_yet", null), (early.Status, early.Code, early.Challenge));
        Assert.Equal(TimeSpan.FromSeconds(20), early.RetryAfter);
        await stack.AdmitsAsync(token);
    }

    [Fact]
    public async Task A8_a_key_that_was_asked_for_too_early_is_found_after_one_cooldown()
    {
        var gate = new PlatformGate();
        await using var stack = await Stack.StartAsync(gate.StandBefore);
        var published = await KeysAsync(stack);
        stack.Emulator.Keys.Rotate();
        var token = stack.Emulator.IssueAccessToken("alice");
        gate.Answer = (request, _) => Task.FromResult(IsKeys(request) ? Json(published.DeepClone()) : null);
        await stack.RefusesAfterAskingAsync(token);
        await stack.RefusesAsync(token, "wrong_signature");
        gate.Answer = static (_, _) => Task.FromResult<HttpResponseMessage?>(null);

        stack.Time.Advance(Cooldown);

        await stack.AdmitsAsync(token);
    }

    [Fact]
    public async Task A8_a_key_that_is_gone_takes_its_tokens_along_also_those_seen_before()
    {
        await using var stack = await Stack.StartAsync();
        var old = stack.Emulator.IssueAccessToken("alice");
        await stack.AdmitsAsync(old);
        stack.Emulator.Keys.Rotate(keepOld: false);

        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await stack.SendAsync(HttpMethod.Get, "whoami", old)).Status);
    }

    [Fact]
    public async Task A8_a_key_replaced_under_its_id_no_longer_verifies()
    {
        var gate = new PlatformGate();
        await using var stack = await Stack.StartAsync(gate.StandBefore);
        var (first, second) = (stack.Emulator.Keys.Current, stack.Emulator.Keys.Add());
        var (old, unseen) = (stack.Emulator.IssueAccessToken("alice"), stack.Emulator.IssueAccessToken("alice"));
        await stack.AdmitsAsync(old);
        gate.Answer = async (request, _) => request.RequestUri!.AbsolutePath.EndsWith("/keys", StringComparison.Ordinal)
            ? Json(await WithKeysSwapped(stack, first.KeyId, second.KeyId))
            : null;

        await stack.SendAsync(HttpMethod.Get, "whoami", Junk(stack.Emulator.GoodParts()));

        await stack.RefusesAsync(old, "wrong_signature");
        await stack.RefusesAsync(unseen, "wrong_signature");
        await stack.AdmitsAsync(stack.Emulator.Forge(header => header["kid"] = first.KeyId, how: request => request with { Key = second.KeyId }));
    }

    [Theory]
    [InlineData(256, 1)]
    [InlineData(257, 0)]
    public async Task A8_a_key_id_of_256_characters_is_looked_up_and_a_longer_one_is_not(int length, int fetches)
    {
        await using var stack = await Stack.StartAsync();
        var before = stack.Outbound().Keys;

        var reply = await stack.SendAsync(HttpMethod.Get, "whoami", stack.Emulator.Forge(header => header["kid"] = new string('k', length)));

        Assert.Equal((HttpStatusCode.Unauthorized, "wrong_signature"), (reply.Status, reply.Code));
        Assert.Equal(before + fetches, stack.Outbound().Keys);
    }

    [Fact]
    public async Task A9_a_broken_key_set_leaves_the_last_good_one_in_place()
    {
        await using var stack = await Stack.StartAsync();
        var thousand = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"kty":"RSA","kid":"k{{i}}","n":"{{new string('A', 342)}}","e":"AQAB"}"""));
        (int Status, string Body)[] answers =
        [
            (200, """{"keys":[]}"""),
            (200, """{"keys":null}"""),
            (200, "{}"),
            (200, "null"),
            (200, ""),
            (200, "<html>maintenance</html>"),
            (200, """{"keys":[{"kty":"RSA","use":"enc","kid":"e","n":"AQAB","e":"AQAB"}]}"""),
            (200, """{"keys":[{"kty":"oct","kid":"o","k":"AAAA"},{"kty":"RSA","kid":"short","n":"AQAB","e":"AQAB"},{"kty":"EC","kid":"ec","crv":"P-256","x":"AA","y":"AA"},{"kty":"RSA","kid":"no-modulus"}]}"""),
            (200, $$"""{"keys":[{{thousand}}]}"""),
            (200, new string(' ', 2_000_000)),
            (404, "where?"),
            (429, "slow down"),
            (500, "oops"),
        ];

        foreach (var (status, body) in answers)
        {
            stack.Emulator.Faults.Clear();
            stack.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Keys, Status = status, Body = JsonValue.Create(body), Times = 0 });
            stack.Time.Advance(Cooldown);

            var unknown = await stack.SendAsync(HttpMethod.Get, "whoami", Junk(stack.Emulator.GoodParts()));

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable"), (unknown.Status, unknown.Code));
            Assert.NotNull(unknown.RetryAfter);
            await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        }
    }

    [Fact]
    public async Task A9_a_key_set_that_never_comes_is_given_up_and_holds_nobody_up_meanwhile()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Keys, Hang = true });
        var before = stack.Outbound().Keys;

        var unknown = stack.SendAsync(HttpMethod.Get, "whoami", Junk(stack.Emulator.GoodParts()));
        await Eventually.TrueAsync(() => stack.Outbound().Keys > before);
        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        stack.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await unknown).Status);
        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
    }

    [Fact]
    public async Task A10_a_cold_start_without_metadata_answers_at_once_and_recovers_by_itself()
    {
        var gate = new PlatformGate { Answer = (_, _) => Task.FromResult<HttpResponseMessage?>(new HttpResponseMessage(HttpStatusCode.BadGateway)) };
        await using var stack = await Stack.StartAsync(gate.StandBefore);
        var token = stack.Emulator.IssueAccessToken("alice");
        Assert.Single(gate.Asked);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.SendAsync(HttpMethod.Get, "health", token: null)).Status);

        // The next attempt hangs: 200 requests meanwhile neither wait for it nor add one of their own.
        var held = new TaskCompletionSource();
        gate.Answer = async (_, _) =>
        {
            await held.Task;
            return null;
        };
        stack.Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => gate.Asked.Count == 2);
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => stack.SendAsync(HttpMethod.Get, "whoami", token)));

        Assert.All(replies, reply => Assert.Equal((HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable"), (reply.Status, reply.Code)));
        Assert.All(replies, reply => Assert.InRange(reply.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(33)));
        Assert.Equal(2, gate.Asked.Count);

        held.SetResult();
        await Eventually.TrueAsync(async () => (await stack.SendAsync(HttpMethod.Get, "health", token: null)).Status == HttpStatusCode.OK);
        await stack.AdmitsAsync(token);
    }

    [Fact]
    public async Task A10_garbage_at_a_cold_start_is_an_outage_and_no_reason_not_to_start()
    {
        var gate = new PlatformGate { Answer = (request, _) => Task.FromResult(IsKeys(request) ? Json(new JsonObject { ["keys"] = new JsonArray() }) : null) };
        await using var stack = await Stack.StartAsync(gate.StandBefore);

        var reply = await stack.SendAsync(HttpMethod.Get, "whoami", stack.Emulator.IssueAccessToken("alice"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.Status);
        gate.Answer = static (_, _) => Task.FromResult<HttpResponseMessage?>(null);
        stack.Time.Advance(TimeSpan.FromSeconds(2));

        await Eventually.TrueAsync(async () => (await stack.SendAsync(HttpMethod.Get, "whoami", stack.Emulator.IssueAccessToken("alice"))).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Keys_serve_for_as_long_as_the_provider_is_down_and_are_fetched_again_when_it_is_back()
    {
        var gate = new PlatformGate();
        await using var stack = await Stack.StartAsync(gate.StandBefore);
        gate.Answer = (_, _) => Task.FromResult<HttpResponseMessage?>(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        var asked = gate.Asked.Count;

        stack.Time.Advance(TimeSpan.FromHours(27)); // beyond the refresh interval and its jitter
        await Eventually.TrueAsync(() => gate.Asked.Count > asked);
        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        stack.Time.Advance(TimeSpan.FromDays(30));
        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));

        stack.Emulator.Keys.Rotate();
        gate.Answer = static (_, _) => Task.FromResult<HttpResponseMessage?>(null);
        stack.Time.Advance(TimeSpan.FromMinutes(6));
        await Eventually.TrueAsync(async () => (await stack.SendAsync(HttpMethod.Get, "whoami", stack.Emulator.IssueAccessToken("alice"))).Status == HttpStatusCode.OK);
    }

    private static string Junk((JsonObject Header, JsonObject Payload) good) =>
        $"{Forgery.Encode(new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = Guid.NewGuid().ToString("N") })}.{Forgery.Encode(good.Payload)}.{new string('A', 342)}";

    private static bool IsKeys(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.EndsWith("/keys", StringComparison.Ordinal);

    private static HttpResponseMessage Json(JsonNode body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body) };

    private static async Task<JsonNode> WithKeysSwapped(Stack stack, string first, string second)
    {
        var set = await KeysAsync(stack);
        foreach (var key in set["keys"]!.AsArray())
        {
            var id = key!["kid"]!.GetValue<string>();
            key["kid"] = id == first ? second : id == second ? first : id;
        }

        return set;
    }

    private static async Task<JsonObject> KeysAsync(Stack stack)
    {
        using var client = stack.Emulator.CreateClient();
        return (await client.GetFromJsonAsync<JsonObject>($"{WellKnown.ContosoTenantId}/discovery/v2.0/keys"))!;
    }
}
