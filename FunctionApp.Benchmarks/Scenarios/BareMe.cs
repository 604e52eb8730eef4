using System.Net.Http.Json;
using FunctionApp.Authorization;
using FunctionApp.Downstream.Graph;
using FunctionApp.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>What <see cref="Me"/> does, without identity: no token is looked at, none is got, none is sent.</summary>
public sealed class BareMe(IHttpClientFactory clients)
{
    /// <summary>The HTTP client whose base address is the downstream API's.</summary>
    public const string HttpClientName = "BareGraph";

    private readonly HttpClient _http = clients.CreateClient(HttpClientName);

    [Function("BareMe")]
    [AllowAnonymous]
    public async Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bare-me")] HttpRequestData request,
        CancellationToken cancellationToken)
    {
        var user = await _http.GetFromJsonAsync("me", GraphJson.Default.GraphUser, cancellationToken);
        return await request.OkAsync(user!, GraphJson.Default.GraphUser, cancellationToken);
    }
}
