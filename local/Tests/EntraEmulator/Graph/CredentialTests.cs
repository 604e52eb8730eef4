using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EntraEmulator.Dev;
using Microsoft.Identity.Client;
using TestSupport;

namespace Local.Tests.EntraEmulator.Graph;

public sealed class CredentialTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const string GraphDefault = "https://graph.microsoft.com/.default";

    private DirectoryClient Client { get; } = new(fixture);

    [Fact]
    public async Task A_secret_is_shown_once_and_good_until_it_is_removed_or_expires()
    {
        var app = await Client.RegisterAsync("secret");
        var listed = (await Client.GetAsync($"applications/{app.Id}")).Json["passwordCredentials"]!.AsArray().Single()!;
        var old = await Client.PostAsync($"applications/{app.Id}/addPassword", """{ "passwordCredential": { "startDateTime": "2019-01-01T00:00:00Z", "endDateTime": "2020-01-01T00:00:00Z" } }""");

        Assert.Equal((app.KeyId, app.Secret[..3], "test"), (listed["keyId"]!.ToString(), listed["hint"]!.ToString(), listed["displayName"]!.ToString()));
        Assert.Null(listed["secretText"]);
        Assert.Equal(200, (await fixture.PostAsync(app.AppRequest(GraphDefault))).Status);
        Assert.Equal(7000222, (await fixture.PostAsync((app with { Secret = old.Text("secretText") }).AppRequest(GraphDefault))).Code);
        Assert.Equal(204, (await Client.PostAsync($"applications(appId='{app.AppId}')/removePassword", $$"""{ "keyId": "{{app.KeyId}}" }""")).Status);
        Assert.Equal(7000215, (await fixture.PostAsync(app.AppRequest(GraphDefault))).Code);
        Assert.Equal(400, (await Client.PostAsync($"applications/{app.Id}/removePassword", $$"""{ "keyId": "{{app.KeyId}}" }""")).Status);
    }

    [Fact]
    public async Task A_certificate_signs_in_until_the_list_is_replaced_and_shows_itself_only_when_selected()
    {
        var app = await Client.RegisterAsync("certificate");
        var address = $"applications/{app.Id}";
        var key = Convert.ToBase64String(The.Certificate.Export(X509ContentType.Cert));
        var msal = fixture.Msal(clientId: app.AppId).WithCertificate(The.Certificate).Build();

        Assert.Equal(204, (await Client.PatchAsync(address, $$"""{ "keyCredentials": [ { "type": "AsymmetricX509Cert", "usage": "Verify", "key": "{{key}}", "displayName": "CN=x" } ] }""")).Status);
        Assert.NotNull((await msal.AcquireTokenForClient([GraphDefault]).ExecuteAsync()).AccessToken);
        var plain = (await Client.GetAsync(address)).Json["keyCredentials"]![0]!;
        var selected = (await Client.GetAsync($"{address}?$select=keyCredentials")).Json["keyCredentials"]![0]!;
        Assert.Equal((null, key, The.Certificate.Thumbprint), (plain["key"]?.ToString(), selected["key"]!.ToString(), plain["customKeyIdentifier"]!.ToString()));
        Assert.Equal(204, (await Client.PatchAsync(address, $$"""{ "keyCredentials": [ { "keyId": "{{plain["keyId"]}}", "type": "AsymmetricX509Cert", "usage": "Verify" } ] }""")).Status);
        Assert.Equal(204, (await Client.PatchAsync(address, """{ "keyCredentials": [] }""")).Status);

        var refused = await Assert.ThrowsAsync<MsalServiceException>(() => msal.AcquireTokenForClient([GraphDefault]).WithForceRefresh(true).ExecuteAsync());
        Assert.Contains("AADSTS700027", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_federated_credential_takes_tokens_of_a_key_that_was_made_for_its_issuer()
    {
        var app = await Client.RegisterAsync("federated");
        const string Issuer = "https://cluster.example/x";
        var key = fixture.Emulator.Keys.Add(Issuer);
        var assertion = fixture.Emulator.Sign(JsonSerializer.SerializeToElement(new
        {
            key = key.KeyId,
            header = new { },
            payload = new { iss = Issuer, sub = "pod", aud = "api://AzureADTokenExchange", exp = DateTimeOffset.MaxValue.AddYears(-5000).ToUnixTimeSeconds() },
        }));
        var form = app.AppRequest(GraphDefault);
        form.Remove("client_secret");
        form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form["client_assertion"] = assertion;
        var address = $"applications/{app.Id}/federatedIdentityCredentials";
        var body = $$"""{ "name": "pod", "issuer": "{{Issuer}}", "subject": "pod", "audiences": ["api://AzureADTokenExchange"] }""";

        Assert.NotEqual(200, (await fixture.PostAsync(form)).Status);
        var made = await Client.PostAsync(address, body);
        Assert.Equal(201, made.Status);
        Assert.Equal(200, (await fixture.PostAsync(form)).Status);
        Assert.Equal(409, (await Client.PostAsync(address, body)).Status);
        Assert.Equal(204, (await Client.PatchAsync($"{address}(name='pod')", """{ "subject": "other" }""", createIfMissing: true)).Status);
        Assert.Equal(700213, (await fixture.PostAsync(form)).Code);
        Assert.Equal("other", (await Client.GetAsync($"{address}/{made.Text("id")}")).Text("subject"));
        Assert.Equal(201, (await Client.PatchAsync($"{address}(name='second')", """{ "issuer": "https://a.example", "subject": "b", "audiences": ["c"] }""", createIfMissing: true)).Status);
        Assert.Equal(204, (await Client.DeleteAsync($"{address}/{made.Text("id")}")).Status);
        Assert.Equal(["second"], (await Client.GetAsync(address)).Values.Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(400, (await Client.PostAsync(address, """{ "name": "two", "issuer": "i", "subject": "s", "audiences": ["a", "b"] }""")).Status);
    }
}
