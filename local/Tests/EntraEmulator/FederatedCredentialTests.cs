using System.Security.Cryptography;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class FederatedCredentialTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private AppCredentials Daemon => fixture.Emulator.Directory.FindApplication("daemon")!.Credentials;

    [Theory]
    [InlineData("sub", "api://AzureADTokenExchange", ExternalIssuer.Address, null)]
    [InlineData("SUB", "api://AzureADTokenExchange", ExternalIssuer.Address, 700213)]
    [InlineData("sub", "api://other", ExternalIssuer.Address, 700212)]
    [InlineData("sub", "api://AzureADTokenExchange", "https://other.example/", 700211)]
    public async Task A_federated_token_has_to_match_a_registered_one(string subject, string audience, string from, int? code)
    {
        var issuer = new ExternalIssuer(The.ExternalKey);
        var credential = issuer.Credential("sub");
        Daemon.AddFederatedCredential(credential);

        var reply = await fixture.PostAsync(Some.DaemonRequest(issuer.Token(subject, audience, from)));
        Daemon.RemoveFederatedCredential(credential);

        if (code is null) Assert.Equal(200, reply.Status);
        else TokenReply.Refused(reply, 401, "invalid_client", code.Value);
    }

    [Fact]
    public async Task A_federated_token_of_another_key_is_refused()
    {
        using var other = RSA.Create(2048);
        var credential = new ExternalIssuer(The.ExternalKey).Credential("sub");
        Daemon.AddFederatedCredential(credential);

        var reply = await fixture.PostAsync(Some.DaemonRequest(new ExternalIssuer(other).Token("sub")));
        Daemon.RemoveFederatedCredential(credential);

        TokenReply.Refused(reply, 401, "invalid_client", 700027);
    }
}
