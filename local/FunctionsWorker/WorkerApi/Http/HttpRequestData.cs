using System.Collections.Specialized;
using System.Security.Claims;
using System.Web;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The HTTP request that triggered an invocation.</summary>
public abstract class HttpRequestData
{
    private NameValueCollection? _query;

    public HttpRequestData(FunctionContext functionContext)
    {
        ArgumentNullException.ThrowIfNull(functionContext);
        FunctionContext = functionContext;
    }

    /// <summary>The whole body, read before the invocation: seekable, and safe to read synchronously.</summary>
    public abstract Stream Body { get; }

    /// <summary>Names are case-insensitive; a header that came several times is one value, joined with a comma.</summary>
    public abstract HttpHeadersCollection Headers { get; }

    public abstract IReadOnlyCollection<IHttpCookie> Cookies { get; }

    public abstract Uri Url { get; }

    /// <summary>Who the platform in front says is calling (App Service authentication); empty locally.</summary>
    public abstract IEnumerable<ClaimsIdentity> Identities { get; }

    public abstract string Method { get; }

    public FunctionContext FunctionContext { get; }

    /// <returns>An empty response with status 200; it is sent when it is returned or set as the invocation result.</returns>
    public abstract HttpResponseData CreateResponse();

    public virtual NameValueCollection Query => _query ??= HttpUtility.ParseQueryString(Url.Query);
}
