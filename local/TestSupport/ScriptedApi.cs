using System.Net;
using System.Text;
using FunctionApp.Functions;
using FunctionsObo.Authentication;
using FunctionsObo.Downstream;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.OnBehalfOf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TestSupport;

namespace TestSupport;

/// <summary>An API at one origin that answers by script, and only whoever has the newest token. Any other origin throws.</summary>
internal sealed class ScriptedApi : HttpMessageHandler
{
    public const string BaseUrl = "https://orders.example/v1/";
    public const string Totals = """{"users":1,"orders":2,"pieces":3}""";

    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _script = new();
    private readonly ManualTime _time;

    public ScriptedApi(Action<DownstreamApiOptions>? configure = null, ManualTime? time = null, ILogger? logger = null)
    {
        _time = time ?? new ManualTime();
        var options = new DownstreamApiOptions { BaseUrl = BaseUrl, Scopes = ["api://orders/Orders.Read"] };
        configure?.Invoke(options);
        var pipeline = new ApiPipeline("Orders", options, _time, logger ?? NullLogger.Instance);
        Api = DownstreamApiServiceCollectionExtensions.Build("Orders", options, this, GetTokenAsync, pipeline, _time);
    }

    public DownstreamApi Api { get; }

    public ManualTime Time => _time;

    /// <summary>Every request that arrived, with its header fields as they were.</summary>
    public List<HttpRequestMessage> Seen { get; } = [];

    /// <summary>The claims of every token that was asked for; null for none.</summary>
    public List<string?> TokensAskedFor { get; } = [];

    /// <summary>What a token request ends with instead of a token.</summary>
    public Func<CancellationToken, Task>? BeforeToken { get; set; }

    /// <summary>A user to call as.</summary>
    public static Caller Alice { get; } = User("tenant", "alice");

    public static Caller User(string tenantId, string objectId, bool acceptsClaimsChallenges = false) => new(
        new ValidatedToken
        {
            Kind = CallerKind.User,
            TenantId = tenantId,
            ObjectId = objectId,
            ClientId = "client",
            Scopes = ["access_as_user"],
            Roles = [],
            AcceptsClaimsChallenges = acceptsClaimsChallenges,
            ExpiresAt = DateTimeOffset.MaxValue,
        },
        new BearerToken("Bearer assertion", "Bearer ".Length),
        begun: 0);

    public ScriptedApi Then(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public ScriptedApi Then(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers) =>
        Then((_, _) => Task.FromResult(Answer(status, body, headers)));

    public ScriptedApi ThenHang() => Then(async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("Nobody waits for ever.");
    });

    public ScriptedApi ThenBody(HttpContent content) => Then((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content }));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.GetLeftPart(UriPartial.Authority) != "https://orders.example")
            throw new InvalidOperationException($"Nobody is registered at {request.RequestUri}.");
        Assert.Equal($"Bearer token-{TokensAskedFor.Count}", request.Headers.GetValues("Authorization").Single());
        if (request.Content is not null) await request.Content.CopyToAsync(Stream.Null, cancellationToken);

        Seen.Add(request);
        return _script.TryDequeue(out var answer) ? await answer(request, cancellationToken) : Answer(HttpStatusCode.OK, Totals, []);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body, (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    private async ValueTask<DownstreamToken> GetTokenAsync(CallAs identity, RefusedToken? refused, CancellationToken cancellationToken)
    {
        if (BeforeToken is not null) await BeforeToken(cancellationToken);
        TokensAskedFor.Add(refused?.Claims);
        return new DownstreamToken($"token-{TokensAskedFor.Count}", DateTimeOffset.MaxValue);
    }
}
