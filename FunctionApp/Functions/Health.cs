using System.Net;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>
/// Whether this instance can do its work, for probes: it can check tokens once it has the identity platform's keys. It tells
/// nobody more than that.
/// </summary>
public sealed class Health(IdentityPlatformHealth identityPlatform)
{
    [Function("Health")]
    [AllowAnonymous]
    public Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequestData request,
        FunctionContext context)
    {
        var isReady = identityPlatform.IsReady;
        return request.JsonAsync(
            isReady ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable,
            new HealthReport(isReady ? "ready" : "waiting for the identity platform"),
            FunctionsJson.Default.HealthReport,
            context.CancellationToken);
    }
}

/// <summary>The state in one word or few.</summary>
public sealed record HealthReport(string Status);
