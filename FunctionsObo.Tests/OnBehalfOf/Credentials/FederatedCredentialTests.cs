using System.Net;
using System.Security.Cryptography;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.OnBehalfOf.Exchange;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>Credentials without a secret: somebody that the registration trusts signs for the app.</summary>
public sealed class FederatedCredentialTests : IDisposable
{
    private const string Credential = "AzureAd:ClientCredentials:0";

    private readonly RSA _key = RSA.Create(2048);
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task A_signed_assertion_file_is_read_again_for_each_exchange()
    {
        var issuer = new ExternalIssuer(_key);
        var path = Path.Combine(_files.FullName, "token");
        await File.WriteAllTextAsync(path, issuer.Token("workload"));
        await using var stack = await Stack.StartAsync(
            Trusting(issuer), ($"{Credential}:SourceType", "SignedAssertionFilePath"), ($"{Credential}:SignedAssertionFileDiskPath", path));
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);

        await File.WriteAllTextAsync(path, "no assertion");
        Assert.Equal(HttpStatusCode.InternalServerError, (await stack.GetAsync("me", "bob")).Status);

        await File.WriteAllTextAsync(path, $"{issuer.Token("workload")}\n");
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_signed_assertion_file_that_is_being_replaced_is_no_failure_of_the_identity_platform(string? replaced)
    {
        var issuer = new ExternalIssuer(_key);
        var path = Path.Combine(_files.FullName, "token");
        await File.WriteAllTextAsync(path, issuer.Token("workload"));
        await using var stack = await Stack.StartAsync(
            Trusting(issuer), ($"{Credential}:SourceType", "SignedAssertionFilePath"), ($"{Credential}:SignedAssertionFileDiskPath", path));

        if (replaced is null) File.Delete(path);
        else await File.WriteAllTextAsync(path, replaced);
        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable"), (reply.Status, reply.Code));
        Assert.NotNull(reply.RetryAfter);
        Assert.Equal(0, stack.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Token));
    }

    [Fact]
    public async Task A_configuration_that_names_another_kind_of_credential_is_picked_up()
    {
        var issuer = new ExternalIssuer(_key);
        var path = Path.Combine(_files.FullName, "token");
        await File.WriteAllTextAsync(path, issuer.Token("workload"));
        await using var stack = await Stack.StartAsync(
            Trusting(issuer), ($"{Credential}:SourceType", "SignedAssertionFilePath"), ($"{Credential}:SignedAssertionFileDiskPath", path));

        var configuration = (IConfigurationRoot)stack.Get<IConfiguration>();
        configuration[$"{Credential}:SourceType"] = "ClientSecret";
        configuration[$"{Credential}:ClientSecret"] = WellKnown.FunctionAppSecret;
        configuration.Reload();

        var client = stack.Get<ConfidentialClient>();
        await Eventually.TrueAsync(() => client.Current.Credential is SecretCredential);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
    }

    [Fact]
    public async Task A_managed_identity_stands_for_the_app()
    {
        var issuer = new ExternalIssuer(_key);
        await using var endpoint = await ManagedIdentityEndpoint.StartAsync(issuer.Token("workload"));
        await using var stack = await Stack.StartAsync(Trusting(issuer), ($"{Credential}:SourceType", "SignedAssertionFromManagedIdentity"));

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
        Assert.Equal("api://AzureADTokenExchange", Assert.Single(endpoint.Asked)); // MSAL keeps the identity's token
    }

    /// <summary>MSAL knows how often and when each kind of endpoint is to be asked again.</summary>
    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_managed_identity_that_fails_is_asked_again_by_MSAL(HttpStatusCode status)
    {
        var issuer = new ExternalIssuer(_key);
        await using var endpoint = await ManagedIdentityEndpoint.StartAsync(issuer.Token("workload"));
        await using var stack = await StartAsync(issuer, $"api://once/{status}");
        endpoint.FailNext(1, status);

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
        Assert.Equal(2, endpoint.Asked.Count);
    }

    [Fact]
    public async Task A_managed_identity_that_stays_away_is_no_failure_of_the_identity_platform()
    {
        var issuer = new ExternalIssuer(_key);
        await using var endpoint = await ManagedIdentityEndpoint.StartAsync(issuer.Token("workload"));
        await using var stack = await StartAsync(issuer, "api://always");
        endpoint.FailNext(100, HttpStatusCode.InternalServerError);

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable"), (reply.Status, reply.Code));
        Assert.Equal(4, endpoint.Asked.Count);
        Assert.Contains(stack.Get<FakeLogCollector>().GetSnapshot(), line => line.Message.Contains("(managed identity: managed_identity_", StringComparison.Ordinal));
        Assert.Equal(0, stack.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Token));
    }

    public void Dispose()
    {
        _key.Dispose();
        _files.Delete(recursive: true);
    }

    /// <summary>Each test has an audience of its own: MSAL keeps what an identity got, and what it failed with, for all in the process.</summary>
    private static Task<Stack> StartAsync(ExternalIssuer issuer, string audience) => Stack.StartAsync(
        Trusting(issuer), Logged.Everything, ($"{Credential}:SourceType", "SignedAssertionFromManagedIdentity"), ($"{Credential}:TokenExchangeUrl", audience));

    private static TenantDirectory Trusting(ExternalIssuer issuer)
    {
        var directory = TenantDirectory.CreateDefault();
        directory.FindApplication("functions")!.Credentials.AddFederatedCredential(issuer.Credential("workload"));
        return directory;
    }
}
