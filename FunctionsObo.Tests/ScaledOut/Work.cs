using System.Net;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Contoso.ScaledOut;

/// <summary>Work for a user that goes on after the request: begun, done by whichever process, ended. (A queue would have the key and the ids; here a client sends them.)</summary>
public sealed class Work(ProfileClient profiles, LongRunningTokens sessions)
{
    private const string SessionHeader = "Session";

    private static readonly TargetApi Graph = new("Graph", ["https://graph.microsoft.com/User.Read"]);
    private static readonly TargetApi Orders = new("Orders", ["api://07de7500-0000-4000-8000-000000000020/Orders.Read"]);

    [Function("BeginWork")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> BeginAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "work")] HttpRequestData request, FunctionContext context)
    {
        var caller = context.GetCaller();
        var key = await sessions.StartAsync(caller, Graph, lifetime: TimeSpan.FromDays(3), context.CancellationToken);
        return Answer(request, key);
    }

    [Function("DoWork")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> DoAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "work")] HttpRequestData request, FunctionContext context)
    {
        var (key, user) = (KeyOf(request), context.GetCaller());
        var person = await profiles.GetAsync(CallAs.FromSession(key, user.TenantId, user.ObjectId), context.CancellationToken);
        return Answer(request, $"{person.DisplayName} {Environment.ProcessId}");
    }

    [Function("PrepareWork")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> PrepareAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "work/orders")] HttpRequestData request, FunctionContext context)
    {
        var (key, user) = (KeyOf(request), context.GetCaller());
        var token = await sessions.ContinueAsync(key, user.TenantId, user.ObjectId, Orders, context.CancellationToken);
        return Answer(request, $"{token.ExpiresAt:O} {Environment.ProcessId}");
    }

    [Function("EndWork")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> EndAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "work")] HttpRequestData request, FunctionContext context)
    {
        var (key, user) = (KeyOf(request), context.GetCaller());
        await sessions.StopAsync(key, user.TenantId, user.ObjectId, context.CancellationToken);
        return Answer(request, "ended");
    }

    private static string KeyOf(HttpRequestData request) => request.Headers.GetValues(SessionHeader).Single();

    private static HttpResponseData Answer(HttpRequestData request, string text)
    {
        var response = request.CreateResponse(HttpStatusCode.OK);
        response.WriteString(text);
        return response;
    }
}
