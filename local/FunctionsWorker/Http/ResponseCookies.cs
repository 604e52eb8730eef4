using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Http;

internal sealed class ResponseCookies : HttpCookies
{
    private List<IHttpCookie>? _cookies;

    public IReadOnlyList<IHttpCookie> List => _cookies ?? (IReadOnlyList<IHttpCookie>)[];

    public override void Append(string name, string value) => Append(new HttpCookie(name, value));

    public override void Append(IHttpCookie cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        (_cookies ??= []).Add(cookie);
    }

    public override IHttpCookie CreateNew() => new HttpCookie("", "");
}
