using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionApp.Functions;

/// <summary>How functions answer: JSON, only for the caller.</summary>
internal static class Responses
{
    public static Task<HttpResponseData> OkAsync<T>(
        this HttpRequestData request, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        request.JsonAsync(HttpStatusCode.OK, value, type, cancellationToken);

    public static async Task<HttpResponseData> JsonAsync<T>(
        this HttpRequestData request, HttpStatusCode status, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var response = request.CreateResponse();
        response.StatusCode = status;
        response.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        response.Headers.TryAddWithoutValidation("Cache-Control", "no-store"); // one caller's data
        await JsonSerializer.SerializeAsync(response.Body, value, type, cancellationToken);
        return response;
    }
}
