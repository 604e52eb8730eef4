using System.Net.Http.Json;
using System.Text.Json;
using FunctionApp.Clients.Graph;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Plain;

/// <summary>What FunctionApp's Me does, without identity.</summary>
public sealed class Me(IHttpClientFactory clients)
{
    /// <summary>The HTTP client whose base address is the downstream API's.</summary>
    internal const string Graph = "Graph";

    /// <summary>A downstream token of usual size, in characters: its place in the request is filled, so that as many bytes are sent.</summary>
    internal const int TokenLength = 1500;

    [Function("Me")]
    public async Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "me")] HttpRequestData request,
        FunctionContext context)
    {
        var user = await clients.CreateClient(Graph).GetFromJsonAsync("me", GraphJson.Default.GraphUser, context.CancellationToken);

        var response = request.CreateResponse();
        response.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        response.Headers.TryAddWithoutValidation("Cache-Control", "no-store");
        await JsonSerializer.SerializeAsync(response.Body, user!, GraphJson.Default.GraphUser, context.CancellationToken);
        return response;
    }
}
