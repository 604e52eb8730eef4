using System.Buffers.Text;
using System.Text.Json.Nodes;
using EntraEmulator.Dev;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>An API for many tenants, clouds and token versions, and those who are not among them.</summary>
public sealed class TenantAttackTests
{
    private const string Consumers = "9188040d-6c67-4c5b-b112-36a304b66dad";

    [Theory]
    [InlineData("organizations")]
    [InlineData("common")]
    public async Task A_multi_tenant_api_admits_users_of_every_tenant(string tenant)
    {
        await using var stack = await Stack.StartAsync(("AzureAd:TenantId", tenant));

        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("carol"));
    }

    [Fact]
    public async Task A13_the_issuer_of_one_tenant_with_the_id_of_another_is_refused()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:TenantId", "organizations"));

        foreach (var (issuer, tenant) in new[]
        {
            (WellKnown.ContosoTenantId, WellKnown.FabrikamTenantId),
            (WellKnown.FabrikamTenantId, WellKnown.ContosoTenantId),
            ("common", "common"),
            ("organizations", WellKnown.ContosoTenantId),
            ("{tenantid}", "{tenantid}"),
            (WellKnown.ContosoTenantId + "/v2.0/x", WellKnown.ContosoTenantId),
            ("x/" + WellKnown.ContosoTenantId, WellKnown.ContosoTenantId),
        })
        {
            var token = stack.Emulator.Mint(payload =>
            {
                payload["iss"] = $"{stack.Emulator.Address}{issuer}/v2.0";
                payload["tid"] = tenant;
            });
            await stack.RefusesAsync(token, "wrong_issuer");
        }

        await stack.RefusesAsync(stack.Emulator.Mint(payload => payload.Remove("tid")), "wrong_issuer");
        await stack.RefusesAsync(stack.Emulator.Mint(payload => payload["iss"] = payload["iss"]!.GetValue<string>().ToUpperInvariant()), "wrong_issuer");
    }

    [Fact]
    public async Task A14_the_consumers_key_signs_for_consumers_alone()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:TenantId", "common"));
        var consumers = stack.Emulator.Keys.Add($"{stack.Emulator.Address}{Consumers}/v2.0");
        var contoso = stack.Emulator.Keys.Add($"{stack.Emulator.Address}{WellKnown.ContosoTenantId}/v2.0");

        await stack.AdmitsAsync(SignedBy(stack, consumers.KeyId, Consumers));
        await stack.AdmitsAsync(SignedBy(stack, contoso.KeyId, WellKnown.ContosoTenantId));
        await stack.RefusesAsync(SignedBy(stack, consumers.KeyId, WellKnown.ContosoTenantId), "wrong_signature");
        await stack.RefusesAsync(SignedBy(stack, contoso.KeyId, Consumers), "wrong_signature");
        await stack.RefusesAsync(SignedBy(stack, contoso.KeyId, WellKnown.FabrikamTenantId), "wrong_signature");
    }

    [Fact]
    public async Task A14_personal_accounts_are_no_organizations()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:TenantId", "organizations"));

        await stack.RefusesAsync(SignedBy(stack, stack.Emulator.Keys.Current.KeyId, Consumers), "wrong_tenant");
    }

    [Fact]
    public async Task A15_a_key_of_another_cloud_is_refused()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:TenantId", "organizations"));
        var tokens = new[] { "https://login.microsoftonline.us/{tenantid}/v2.0", "https://login.partner.microsoftonline.cn/{tenantid}/v2.0", "not an address" }
            .Select(issuer => SignedBy(stack, stack.Emulator.Keys.Add(issuer).KeyId, WellKnown.ContosoTenantId))
            .ToList();
        await stack.SendAsync(HttpMethod.Get, "me", tokens[0]); // fetches the keys

        foreach (var token in tokens) await stack.RefusesAsync(token, "wrong_signature");
    }

    [Fact]
    public async Task A15_an_issuer_of_another_cloud_is_refused()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:TenantId", "organizations"));

        await stack.RefusesAsync(
            stack.Emulator.Mint(payload => payload["iss"] = $"https://login.microsoftonline.us/{WellKnown.ContosoTenantId}/v2.0"), "wrong_issuer");
    }

    [Theory]
    [InlineData(true, false, "2.0")]
    [InlineData(false, true, "1.0")]
    [InlineData(true, true, "1.0", "2.0")]
    public async Task A16_the_versions_of_tokens_are_those_configured(bool admitsV2, bool admitsV1, params string[] versions)
    {
        await using var stack = await Stack.StartAsync([.. versions.Select((version, i) => ($"AzureAd:TokenVersions:{i}", (string?)version))]);

        foreach (var (token, isAdmitted) in new[] { (stack.Emulator.IssueAccessToken("alice"), admitsV2), (V1(stack), admitsV1) })
        {
            if (isAdmitted) await stack.AdmitsAsync(token);
            else await stack.RefusesAsync(token, "wrong_version");
        }
    }

    [Fact]
    public async Task A16_a_version_that_its_issuer_does_not_have_is_refused()
    {
        await using var stack = await Stack.StartAsync();

        await stack.RefusesAsync(stack.Emulator.Mint(payload => payload["iss"] = $"{stack.Emulator.Address}{WellKnown.ContosoTenantId}/"), "wrong_issuer");
        await stack.RefusesAsync(stack.Emulator.Mint(payload => payload["ver"] = "3.0"), "wrong_version");
    }

    [Fact]
    public async Task A17_a_tenant_that_is_not_on_the_list_is_refused()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:TenantId", "organizations"), ("AzureAd:AllowedTenants:0", WellKnown.ContosoTenantId));

        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        await stack.RefusesAsync(stack.Emulator.IssueAccessToken("carol"), "wrong_tenant");
    }

    [Fact]
    public async Task A17_a_client_that_is_not_on_the_list_is_refused()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:AllowedClientApplications:0", WellKnown.CliClientId));

        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        await stack.RefusesAsync(stack.Emulator.IssueAccessToken(new TokenRequest { Application = WellKnown.DaemonName }), "wrong_client");
    }

    [Fact]
    public async Task A17_forged_tokens_do_not_reveal_whom_the_lists_admit()
    {
        await using var stack = await Stack.StartAsync(
            ("AzureAd:TenantId", "organizations"), ("AzureAd:AllowedTenants:0", WellKnown.ContosoTenantId), ("AzureAd:AllowedClientApplications:0", WellKnown.CliClientId));

        foreach (var client in new[] { WellKnown.CliClientId, WellKnown.DaemonClientId })
            await stack.RefusesAsync(stack.Emulator.Forge(payload: payload => payload["azp"] = client, how: request => request with { Key = "unknown" }), "wrong_signature");
    }

    [Fact]
    public async Task Other_algorithms_are_accepted_when_they_are_configured_and_the_usual_one_no_longer()
    {
        string[] algorithms = ["RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
        await using var stack = await Stack.StartAsync([.. algorithms.Select((algorithm, i) => ($"AzureAd:AllowedAlgorithms:{i}", (string?)algorithm))]);

        foreach (var algorithm in algorithms) await stack.AdmitsAsync(SignedWith(stack, algorithm));
        await stack.RefusesAsync(stack.Emulator.IssueAccessToken("alice"), "unsupported_token");
    }

    [Fact]
    public async Task A3_an_algorithm_that_is_not_of_its_key_is_refused()
    {
        await using var stack = await Stack.StartAsync(
            ("AzureAd:AllowedAlgorithms:0", "RS256"), ("AzureAd:AllowedAlgorithms:1", "ES256"), ("AzureAd:AllowedAlgorithms:2", "ES384"), ("AzureAd:AllowedAlgorithms:3", "PS256"));
        var rsa = stack.Emulator.Keys.Current.KeyId;
        var (p256, p384) = (KeyIdOf(stack, "ES256"), KeyIdOf(stack, "ES384"));

        foreach (var (algorithm, keyId) in new[] { ("RS256", p256), ("ES256", rsa), ("ES384", p256), ("ES256", p384), ("PS256", p256) })
        {
            var token = stack.Emulator.Forge(header => (header["alg"], header["kid"]) = (algorithm, keyId), how: request => request with { Algorithm = keyId == rsa ? "RS256" : keyId == p256 ? "ES256" : "ES384" });
            await stack.RefusesAsync(token, "wrong_signature");
        }

        // One padding is not the other.
        await stack.RefusesAsync(stack.Emulator.Forge(header => header["alg"] = "PS256", how: request => request with { Algorithm = "RS256" }), "wrong_signature");
        await stack.RefusesAsync(stack.Emulator.Forge(header => header["alg"] = "RS256", how: request => request with { Algorithm = "PS256" }), "wrong_signature");
    }

    [Fact]
    public async Task A56_a_psychic_signature_is_refused()
    {
        await using var stack = await Stack.StartAsync(
            ("AzureAd:AllowedAlgorithms:0", "ES256"), ("AzureAd:AllowedAlgorithms:1", "ES384"), ("AzureAd:AllowedAlgorithms:2", "ES512"));

        foreach (var (algorithm, size) in new[] { ("ES256", 64), ("ES384", 96), ("ES512", 132) })
        {
            var ones = new byte[size];
            (ones[(size / 2) - 1], ones[^1]) = (1, 1);
            foreach (var signature in new[] { new byte[size], ones, [.. Enumerable.Repeat((byte)0xFF, size)], new byte[size - 1], new byte[size + 1], [0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00] })
            {
                var token = stack.Emulator.Forge(
                    header => (header["alg"], header["kid"]) = (algorithm, KeyIdOf(stack, algorithm)), how: request => request with { Signature = Base64Url.EncodeToString(signature) });
                await stack.RefusesAsync(token, "wrong_signature");
            }
        }
    }

    private static string SignedBy(Stack stack, string keyId, string tenant) => stack.Emulator.Forge(
        header => header["kid"] = keyId,
        payload =>
        {
            payload["iss"] = $"{stack.Emulator.Address}{tenant}/v2.0";
            payload["tid"] = tenant;
        },
        request => request with { Key = keyId });

    private static string SignedWith(Stack stack, string algorithm) =>
        stack.Emulator.Forge(header => (header["alg"], header["kid"]) = (algorithm, KeyIdOf(stack, algorithm)));

    private static string KeyIdOf(Stack stack, string algorithm)
    {
        var token = stack.Emulator.Sign(new SignRequest { Header = new JsonObject { ["alg"] = algorithm }, PayloadText = "{}" });
        return Minting.Decode(token.Split('.')[0])["kid"]!.GetValue<string>();
    }

    private static string V1(Stack stack) => stack.Emulator.Mint(payload =>
    {
        payload["iss"] = $"{stack.Emulator.Address}{WellKnown.ContosoTenantId}/";
        payload["ver"] = "1.0";
        payload["aud"] = WellKnown.FunctionAppIdUri;
        payload["appid"] = payload["azp"]!.DeepClone();
        payload.Remove("azp");
    });
}
