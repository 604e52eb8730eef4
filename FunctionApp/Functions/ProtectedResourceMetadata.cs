using System.Net;
using System.Text.Json.Serialization;
using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>Tells clients where to get a token for this API, and which: protected resource metadata, RFC 9728 §3.</summary>
public sealed class ProtectedResourceMetadata(ProtectedResource resource)
{
    [Function("ProtectedResourceMetadata")]
    [AllowAnonymous]
    public async Task<HttpResponseData> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ProtectedResource.MetadataPath)] HttpRequestData request,
        FunctionContext context)
    {
        if (resource.Identifier is not { } identifier) return request.CreateResponse(HttpStatusCode.NotFound);

        var document = new ResourceDocument(identifier, [resource.AuthorizationServer], resource.Scopes, ["header"], resource.Name);
        var response = await request.OkAsync(document, FunctionsJson.Default.ResourceDocument, context.CancellationToken);
        response.Headers.Remove("Cache-Control");
        response.Headers.TryAddWithoutValidation("Cache-Control", "public, max-age=3600"); // the same for everybody
        response.Headers.TryAddWithoutValidation("Access-Control-Allow-Origin", "*"); // for clients in browsers, of any site
        return response;
    }
}

/// <summary>The members of RFC 9728 §2 that this API has something to say about.</summary>
public sealed record ResourceDocument(
    [property: JsonPropertyName("resource")] string Resource,
    [property: JsonPropertyName("authorization_servers")] IReadOnlyList<string> AuthorizationServers,
    [property: JsonPropertyName("scopes_supported")] IReadOnlyList<string> ScopesSupported,
    [property: JsonPropertyName("bearer_methods_supported")] IReadOnlyList<string> BearerMethodsSupported,
    [property: JsonPropertyName("resource_name")] string ResourceName);
