using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace FunctionsObo.Tool.Cloud.Graph;

/// <summary>
/// Microsoft Graph v1.0 by REST. Waits when it is told to (429 and 503 with Retry-After, and a clash of two writers), as
/// https://learn.microsoft.com/graph/throttling asks; what else fails is told to the caller.
/// </summary>
/// <param name="addresses">Where it is.</param>
/// <param name="http">The connection.</param>
/// <param name="signIn">Who calls.</param>
/// <param name="waiting">Told before each wait, what for; and waits.</param>
internal sealed class GraphClient(CloudAddresses addresses, HttpClient http, SignIn signIn, Waiting waiting)
{
    private const int Attempts = 4;

    /// <summary>Calls that are made at once sign in once.</summary>
    private readonly Once<AccessToken> _token = new(cancellationToken => signIn.GetTokenAsync($"{addresses.GraphAudience}/{ScopeName.Default}", null, null, cancellationToken));

    /// <returns>The object; null when there is none (404).</returns>
    /// <exception cref="GraphFault">Graph refuses.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        }
        catch (GraphFault fault) when (fault.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <returns>The values of a collection, all its pages.</returns>
    /// <exception cref="GraphFault">Graph refuses.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken)
    {
        var all = new List<JsonObject>();
        for (string? page = path; page is not null;)
        {
            var answer = await SendAsync(HttpMethod.Get, page, null, cancellationToken);
            all.AddRange((answer?["value"] as JsonArray ?? []).OfType<JsonObject>());
            page = (string?)answer?["@odata.nextLink"];
        }

        return all;
    }

    /// <param name="method">The method.</param>
    /// <param name="path">Below <c>/v1.0/</c>, or a whole address of Graph.</param>
    /// <param name="body">What to send; null for nothing.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <param name="createIfMissing">Whether a PATCH makes what is not there.</param>
    /// <returns>The body of the answer; null when it has none.</returns>
    /// <exception cref="GraphFault">Graph refuses.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<JsonObject?> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken, bool createIfMissing = false)
    {
        var address = new Uri(new Uri(addresses.Graph, "v1.0/"), path);
        if (address.Host != addresses.Graph.Host || address.Port != addresses.Graph.Port) throw new HttpRequestException("Microsoft Graph named a page of another host.");
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await SendOnceAsync(method, address, body, createIfMissing, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.IsSuccessStatusCode) return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;
            var fault = GraphFault.Of($"{method} {address.AbsolutePath}", answer, text);
            if (attempt == Attempts || Delay(fault, answer.Headers.RetryAfter) is not { } delay) throw fault;
            await waiting.ForAsync(fault.Status == HttpStatusCode.Conflict ? "another change in the directory" : "Microsoft Graph, which asks to wait", delay, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri address, JsonObject? body, bool createIfMissing, CancellationToken cancellationToken)
    {
        var token = await _token.GetAsync(cancellationToken);
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        request.Headers.Add("client-request-id", Guid.NewGuid().ToString());
        if (createIfMissing) request.Headers.Add("Prefer", "create-if-missing");
        return await http.SendAsync(request, cancellationToken);
    }

    /// <summary>A refused call changed nothing, so it may be made again.</summary>
    private TimeSpan? Delay(GraphFault fault, RetryConditionHeaderValue? retryAfter) => fault switch
    {
        { Status: HttpStatusCode.TooManyRequests } => retryAfter is null ? TimeSpan.FromSeconds(5) : waiting.Until(retryAfter),
        { Status: HttpStatusCode.ServiceUnavailable } when retryAfter is not null => waiting.Until(retryAfter),
        { Code: "Directory_ConcurrencyViolation" } => TimeSpan.FromSeconds(1),
        _ => null,
    };
}
