using System.Net.Http.Headers;
using System.Net.Http.Json;
using FunctionApp.Clients.Graph;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Identity.Web;
using Microsoft.Identity.Web.Resource;

namespace IdentityWeb;

/// <summary>The caller's profile, from Microsoft Graph.</summary>
public sealed class Me(ITokenAcquisition tokens, IHttpClientFactory clients, IHttpContextAccessor current, IConfiguration configuration)
{
    /// <summary>The HTTP client whose base address is the downstream API's.</summary>
    internal const string Graph = "Graph";

    [Function("Me")]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "me")] HttpRequest request, CancellationToken cancellationToken)
    {
        // A function runs beside its request, not inside it (https://github.com/Azure/azure-functions-dotnet-worker/issues/2372).
        current.HttpContext = request.HttpContext;

        var (authenticated, refusal) = await request.HttpContext.AuthenticateAzureFunctionAsync();
        if (!authenticated) return refusal!;
        request.HttpContext.VerifyUserHasAnyAcceptedScope("access_as_user");

        var token = await tokens.GetAccessTokenForUserAsync([configuration["DownstreamApis:Graph:Scopes:0"]!]);
        using var call = new HttpRequestMessage(HttpMethod.Get, "me");
        call.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await clients.CreateClient(Graph).SendAsync(call, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new OkObjectResult(await answer.Content.ReadFromJsonAsync<GraphUser>(cancellationToken));
    }
}
