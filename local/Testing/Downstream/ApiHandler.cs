using EntraEmulator.Tenants;
using FunctionsObo.Testing.Time;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FunctionsObo.Testing.Downstream;

/// <summary>The network between the app and one of its APIs: requests end here, in memory.</summary>
internal sealed class ApiHandler(TestApi api, Uri baseUrl, ArrivedToken tokens, TenantDirectory directory, Surprises surprises, ManualTime time) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (token, refusal) = await tokens.ReadAsync(request);
        if (token is null) throw Surprise($"{api.Name} was asked for {request.Method} {PathOf(request)}, and {refusal}.");

        var arrived = await ReadAsync(request, token, cancellationToken);
        api.Note(arrived);
        if (api.Scripts.Take(arrived) is not { } script) throw Surprise(Unscripted(arrived));

        if (script.Delay > TimeSpan.Zero) await Task.Delay(script.Delay, time, cancellationToken);
        var response = script.Answer(arrived);
        response.RequestMessage = request;
        return response;
    }

    private UnscriptedRequestException Surprise(string message)
    {
        var surprise = new UnscriptedRequestException(message);
        surprises.Add(surprise);
        return surprise;
    }

    private string Unscripted(ApiRequest request) => $"""
        No answer of {api.Name} is scripted for this request:
          {request}
        {(api.Scripts.Nearest(request) is { } nearest ? $"The nearest script is:\n  {nearest}" : $"Nothing is scripted for {api.Name}.")}
        Script it before the call: app.Api("{api.Name}").On("{request.Method}", "{request.Path}").Answers(…);
        """;

    private string PathOf(HttpRequestMessage request) => request.RequestUri!.AbsoluteUri[baseUrl.AbsoluteUri.Length..];

    private async Task<ApiRequest> ReadAsync(HttpRequestMessage request, JsonWebToken token, CancellationToken cancellationToken)
    {
        var fields = request.Headers.Where(field => field.Key != "Authorization").Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>());
        var scopes = ArrivedToken.Claim(token, "scp").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (tenant, subject) = (ArrivedToken.Claim(token, "tid"), ArrivedToken.Claim(token, "oid"));
        return new()
        {
            Method = request.Method.Method,
            Path = PathOf(request),
            Headers = fields.ToDictionary(field => field.Key, field => string.Join(", ", field.Value), StringComparer.OrdinalIgnoreCase),
            Body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
            User = directory.FindUser(tenant, subject)?.Name,
            ObjectId = subject,
            TenantId = tenant,
            ClientId = ArrivedToken.Claim(token, "azp"),
            Scopes = scopes,
            Roles = ArrivedToken.Roles(token),
        };
    }
}
