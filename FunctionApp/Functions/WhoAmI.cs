using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>What this API knows of the caller from the token alone: no downstream call.</summary>
public static class WhoAmI
{
    [Function("WhoAmI")]
    [RequiredScope("access_as_user")]
    public static Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "whoami")] HttpRequestData request,
        FunctionContext context)
    {
        var caller = context.GetCaller();
        var identity = new Identity(caller.TenantId, caller.ObjectId, caller.Name, caller.ClientId, caller.Scopes, caller.ExpiresAt);
        return request.OkAsync(identity, FunctionsJson.Default.Identity, context.CancellationToken);
    }
}

/// <summary>The caller as the token says.</summary>
public sealed record Identity(
    string TenantId, string ObjectId, string? Name, string ClientId, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);
