using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Plain;

/// <summary>An answer without any work: what is left is the way to the worker and back.</summary>
public sealed class Health
{
    [Function("Health")]
    public HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequestData request)
    {
        var response = request.CreateResponse();
        response.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        response.Body.Write("""{"status":"ready"}"""u8);
        return response;
    }
}
