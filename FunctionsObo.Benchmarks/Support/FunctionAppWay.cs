using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>Per request what FunctionApp does between a request and the token for the downstream API.</summary>
internal sealed class FunctionAppWay(IServiceProvider services)
{
    private readonly AccessTokenValidator _validator = services.GetRequiredService<AccessTokenValidator>();
    private readonly OboTokenProvider _tokens = services.GetRequiredService<OboTokenProvider>();

    public async ValueTask<Caller> AuthenticateAsync(HttpRequestData request)
    {
        var (token, refusal) = BearerTokenReader.Read(request);
        if (token is null) throw new InvalidOperationException($"No token: {refusal}.");

        var verdict = await _validator.ValidateAsync(token, CancellationToken.None);
        return verdict.Caller ?? throw new InvalidOperationException($"Not accepted: {verdict.Refusal}.");
    }

    public async ValueTask<DownstreamToken> RunAsync(HttpRequestData request) =>
        await _tokens.GetTokenAsync(await AuthenticateAsync(request), Rig.Graph, CancellationToken.None);
}
