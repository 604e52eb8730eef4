using System.Net;
using FunctionsHost.InProcess;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using FunctionsObo.Downstream.Calls;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TestSupport;

/// <summary>One function for each kind of declaration, answering with who called.</summary>
public static class Probes
{
    /// <summary>Hosts these functions alone, with the access table that belongs to them.</summary>
    internal static void Host(AppSetup builder) => Host(builder, typeof(Probes));

    internal static void Host(AppSetup builder, params Type[] types)
    {
        builder.UseFunctionsFrom(types);
        builder.Services.AddSingleton(AccessTable.Read(types));
    }

    [Function("ForUsers")]
    [RequiredScope("access_as_user")]
    public static HttpResponseData ForUsers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "for-users")] HttpRequestData request, FunctionContext context) => Answer(request, context);

    [Function("ForApps")]
    [RequiredAppRole("Functions.Read.All")]
    public static HttpResponseData ForApps(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "for-apps")] HttpRequestData request, FunctionContext context) => Answer(request, context);

    [Function("ForBoth")]
    [RequiredScope("access_as_user")]
    [RequiredAppRole("Functions.Read.All")]
    public static HttpResponseData ForBoth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "options", "post", Route = "for-both")] HttpRequestData request, FunctionContext context) => Answer(request, context);

    [Function("Open")]
    [AllowAnonymous]
    public static HttpResponseData Open(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "open")] HttpRequestData request) => request.CreateResponse(HttpStatusCode.OK);

    [Function("OnMessage")]
    public static string OnMessage([FakeTrigger] string message) => $"got {message}";

    private static HttpResponseData Answer(HttpRequestData request, FunctionContext context)
    {
        var response = request.CreateResponse(HttpStatusCode.OK);
        response.WriteString(context.GetCaller().Kind.ToString());
        return response;
    }
}

/// <summary>Any trigger but HTTP.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FakeTriggerAttribute : TriggerBindingAttribute;
