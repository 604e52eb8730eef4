using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FunctionsObo.Downstream.Calls;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>
/// Answers token requests on the spot, each with a token of its own, and passes everything else on to the emulator: filling a
/// cache with a hundred thousand users measures the cache, not the emulator's signatures.
/// </summary>
internal sealed class TokenEndpointStub(HttpMessageHandler emulator) : DelegatingHandler(emulator)
{
    /// <summary>A downstream token of usual size, in characters.</summary>
    public const int TokenLength = 1500;

    private const string Start = """{"token_type":"Bearer","expires_in":86400,"ext_expires_in":86400,"access_token":" """;

    private int _issued;

    /// <summary>How long it takes to answer; nothing unless set.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How many tokens were issued.</summary>
    public int Issued => Volatile.Read(ref _issued);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Post || !request.RequestUri!.AbsolutePath.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal)) return await base.SendAsync(request, cancellationToken);
        if (Delay > TimeSpan.Zero) await Task.Delay(Delay, cancellationToken);
        return Answer();
    }

    private HttpResponseMessage Answer()
    {
        var number = Interlocked.Increment(ref _issued);
        var token = number.ToString(CultureInfo.InvariantCulture).PadLeft(TokenLength, 'x');
        var clientInfo = Convert.ToBase64String(Encoding.ASCII.GetBytes($$"""{"uid":"user-{{number}}","utid":"tenant"}""")).TrimEnd('=');
        var json = $$"""{{Start.TrimEnd()}}{{token}}","client_info":"{{clientInfo}}"}""";
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, new MediaTypeHeaderValue("application/json")) };
    }
}
