using System.Net;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using FunctionsObo.OnBehalfOf;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>Forgets what this API holds for the caller: downstream tokens and sessions. The caller's own token lives on until it expires.</summary>
public sealed class SignOut(OboTokenProvider tokens)
{
    [Function("SignOut")]
    [RequiredScope("access_as_user")]
    public HttpResponseData Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "me/sign-out")] HttpRequestData request,
        FunctionContext context)
    {
        var caller = context.GetCaller();
        tokens.PurgeUser(caller.TenantId, caller.ObjectId);
        return request.CreateResponse(HttpStatusCode.NoContent);
    }
}
