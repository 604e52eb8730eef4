using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsObo.Authentication;
using FunctionsObo.Authorization;
using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Contoso.Timesheets;

// The samples of README.md, as they stand there.

public sealed class StockClient(DownstreamApi stock)
{
    public Task<Item> GetAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        stock.GetAsync($"items/{id}", caller, StockJson.Default.Item, cancellationToken);
}

public sealed record Item(string Id, int Count);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Item))]
internal sealed partial class StockJson : JsonSerializerContext;

public sealed class Stock(StockClient stock)
{
    [Function("CountItem")]
    [RequiredScope("access_as_user")]
    public async Task<HttpResponseData> CountAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id}")] HttpRequestData request, string id, FunctionContext context)
    {
        var item = await stock.GetAsync(id, context.GetCaller(), context.CancellationToken);
        if (item.Count == 0)
        {
            throw new ProblemException(HttpStatusCode.Conflict, "out_of_stock", "The item is sold out.");
        }

        var response = request.CreateResponse(HttpStatusCode.OK);
        response.WriteString($"{item.Count}");
        return response;
    }
}
