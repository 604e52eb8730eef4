using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>A downstream API that answers at once with one kilobyte: what is left of a call is what the client itself costs.</summary>
internal sealed class DownstreamStub : HttpMessageHandler
{
    /// <summary>A user as Microsoft Graph describes one, with a telephone number for every desk.</summary>
    public static readonly byte[] Body = Encoding.UTF8.GetBytes(
        $$"""{"id":"a11ce000-0000-4000-8000-000000000001","displayName":"Alice Anderson","mail":"alice@contoso.example","businessPhones":[{{string.Join(',', Enumerable.Repeat("\"+1 425 555 0100\"", 50))}}]}""");

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(Body);
        content.Headers.ContentType = Json;
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }
}
