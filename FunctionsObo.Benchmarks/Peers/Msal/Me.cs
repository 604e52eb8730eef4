using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FunctionApp.Clients.Graph;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Identity.Client;

namespace Msal;

/// <summary>What FunctionApp's Me does at a user's first call, with nothing but MSAL for it.</summary>
public sealed class Me(IConfidentialClientApplication tokens, IHttpClientFactory clients, IConfiguration configuration)
{
    /// <summary>The HTTP client whose base address is the downstream API's.</summary>
    internal const string Graph = "Graph";

    private readonly string[] _scopes = [configuration["DownstreamApis:Graph:Scopes:0"]!];

    [Function("Me")]
    public async Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "me")] HttpRequestData request,
        FunctionContext context)
    {
        var assertion = new UserAssertion(request.Headers.NonValidated["Authorization"].ToString()["Bearer ".Length..]);
        var token = await tokens.AcquireTokenOnBehalfOf(_scopes, assertion).ExecuteAsync(context.CancellationToken);

        using var call = new HttpRequestMessage(HttpMethod.Get, "me");
        call.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
        using var answer = await clients.CreateClient(Graph).SendAsync(call, context.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var user = await answer.Content.ReadFromJsonAsync(GraphJson.Default.GraphUser, context.CancellationToken);

        var response = request.CreateResponse();
        response.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        response.Headers.TryAddWithoutValidation("Cache-Control", "no-store");
        await JsonSerializer.SerializeAsync(response.Body, user!, GraphJson.Default.GraphUser, context.CancellationToken);
        return response;
    }
}
