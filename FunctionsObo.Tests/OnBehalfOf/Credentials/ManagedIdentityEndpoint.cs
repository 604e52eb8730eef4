using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>What App Service offers inside a function app (https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference).</summary>
internal sealed class ManagedIdentityEndpoint : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly string _token;
    private int _failures;
    private HttpStatusCode _failure;

    private ManagedIdentityEndpoint(WebApplication server, string token) => (_server, _token) = (server, token);

    /// <summary>The audiences that were asked for.</summary>
    public List<string> Asked { get; } = [];

    public static async Task<ManagedIdentityEndpoint> StartAsync(string token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var endpoint = new ManagedIdentityEndpoint(builder.Build(), token);
        endpoint._server.MapGet("/msi/token", endpoint.Answer);
        await endpoint._server.StartAsync();

        // Nobody else in this process looks at these.
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", $"{endpoint._server.Urls.Single()}/msi/token");
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "header");
        return endpoint;
    }

    public void FailNext(int times, HttpStatusCode status) => (_failures, _failure) = (times, status);

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        await _server.DisposeAsync();
    }

    private IResult Answer(HttpRequest request)
    {
        if (request.Headers["X-IDENTITY-HEADER"] != "header") return Results.Unauthorized();
        var audience = request.Query["resource"].ToString();
        Asked.Add(audience);
        if (_failures-- > 0) return Results.StatusCode((int)_failure);
        return Results.Json(new
        {
            access_token = _token,
            expires_on = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            resource = audience,
            token_type = "Bearer",
        });
    }
}
