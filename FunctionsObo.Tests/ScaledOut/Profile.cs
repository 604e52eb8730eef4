using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Contoso.ScaledOut;

/// <summary>Microsoft Graph, as far as this app knows it.</summary>
public sealed class ProfileClient(DownstreamApi graph)
{
    public Task<Person> GetAsync(CallAs identity, CancellationToken cancellationToken) => graph.GetAsync("me", identity, ProfileJson.Default.Person, cancellationToken);
}

/// <summary>A user.</summary>
public sealed record Person(string DisplayName);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Person))]
internal sealed partial class ProfileJson : JsonSerializerContext;

/// <summary>Who the caller is, by the directory, and in which process that was asked; whether they get in at all; and how to forget them.</summary>
public sealed class Profile(ProfileClient profiles, OboTokenProvider tokens)
{
    [Function("Profile")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "profile")] HttpRequestData request, FunctionContext context)
    {
        var person = await profiles.GetAsync(context.GetCaller(), context.CancellationToken);
        var response = request.CreateResponse(HttpStatusCode.OK);
        response.WriteString($"{person.DisplayName} {Environment.ProcessId}");
        return response;
    }

    [Function("Door")]
    [RequiredScope("access_as_user")]
    public static HttpResponseData Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "door")] HttpRequestData request) => request.CreateResponse(HttpStatusCode.NoContent);

    [Function("Forget")]
    [RequiredScope("access_as_user")]
    public HttpResponseData Forget([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "profile")] HttpRequestData request, FunctionContext context)
    {
        var caller = context.GetCaller();
        tokens.PurgeUser(caller.TenantId, caller.ObjectId!);
        return request.CreateResponse(HttpStatusCode.NoContent);
    }
}
