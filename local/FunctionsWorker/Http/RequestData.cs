using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Http;

/// <summary>
/// A request in the shape in which it reaches a function in Azure (host: GrpcMessageConversionExtensions.ToRpcHttp): header names in lower
/// case, the values of a repeated header joined with a comma into one.
/// </summary>
internal sealed class RequestData(HttpRequest request, Stream body, FunctionContext context) : HttpRequestData(context)
{
    private HttpHeadersCollection? _headers;
    private IReadOnlyCollection<IHttpCookie>? _cookies;
    private Uri? _url;

    public override Stream Body => body;

    public override HttpHeadersCollection Headers => _headers ??= ReadHeaders();

    public override IReadOnlyCollection<IHttpCookie> Cookies => _cookies ??= ReadCookies();

    public override Uri Url => _url ??= new Uri($"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}");

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => request.Method;

    public override HttpResponseData CreateResponse() => new ResponseData(FunctionContext);

    private HttpHeadersCollection ReadHeaders()
    {
        var headers = new HttpHeadersCollection();
        foreach (var (name, values) in request.Headers) headers.TryAddWithoutValidation(HeaderNames.Lower(name), values.ToString());
        return headers;
    }

    private List<IHttpCookie> ReadCookies()
    {
        var cookies = new List<IHttpCookie>();
        if (!Headers.TryGetValues("Cookie", out var headers)) return cookies;
        foreach (var pair in headers.First().Split(';'))
        {
            var parts = pair.Split('=', count: 2);
            var name = parts[0].Trim();
            if (name.Length > 0) cookies.Add(new HttpCookie(name, parts.Length > 1 ? parts[1] : ""));
        }
        return cookies;
    }
}
