using System.Net;
using System.Security.Cryptography;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
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

    public void Dispose()
    {
        _key.Dispose();
        _files.Delete(recursive: true);
    }

    private static TenantDirectory Trusting(ExternalIssuer issuer)
    {
        var directory = TenantDirectory.CreateDefault();
        directory.FindApplication("functions")!.Credentials.AddFederatedCredential(issuer.Credential("workload"));
        return directory;
    }

    /// <summary>What App Service offers inside a function app (https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference).</summary>
    private sealed class ManagedIdentityEndpoint : IAsyncDisposable
    {
        private readonly WebApplication _server;

        private ManagedIdentityEndpoint(WebApplication server) => _server = server;

        public List<string> Asked { get; } = [];

        public static async Task<ManagedIdentityEndpoint> StartAsync(string token)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var endpoint = new ManagedIdentityEndpoint(builder.Build());
            endpoint._server.MapGet("/msi/token", (HttpRequest request) =>
            {
                if (request.Headers["X-IDENTITY-HEADER"] != "header") return Results.Unauthorized();
                endpoint.Asked.Add(request.Query["resource"].ToString());
                return Results.Json(new
                {
                    access_token = token,
                    expires_on = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
                    resource = request.Query["resource"].ToString(),
                    token_type = "Bearer",
                });
            });
            await endpoint._server.StartAsync();

            // Nobody else in this process looks at these.
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", $"{endpoint._server.Urls.Single()}/msi/token");
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", "header");
            return endpoint;
        }

        public async ValueTask DisposeAsync()
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
            await _server.DisposeAsync();
        }
    }
}
