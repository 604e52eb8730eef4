using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Http;

internal sealed class ResponseData : HttpResponseData, IDisposable
{
    private readonly PooledBuffer _buffer = new();
    private readonly ResponseCookies _cookies = new();
    private HttpHeadersCollection _headers = new();
    private Stream _body;

    public ResponseData(FunctionContext context) : base(context)
    {
        _body = _buffer;
    }

    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers
    {
        get => _headers;
        set => _headers = value ?? throw new InvalidOperationException($"{nameof(Headers)} property cannot be null");
    }

    public override Stream Body
    {
        get => _body;
        set => _body = value ?? throw new InvalidOperationException($"{nameof(Body)} property cannot be null");
    }

    public override HttpCookies Cookies => _cookies;

    public IReadOnlyList<IHttpCookie> CookieList => _cookies.List;

    /// <summary>Gives the buffer back; the body cannot be used after that.</summary>
    public void Dispose() => _buffer.Dispose();
}
