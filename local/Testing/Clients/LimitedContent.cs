using System.Net;
using FunctionsObo.Testing.Time;

namespace FunctionsObo.Testing.Clients;

/// <summary>A response's body that does not keep its reader waiting for ever.</summary>
internal sealed class LimitedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly RealTimeLimit _limit;
    private readonly Func<string> _what;

    public LimitedContent(HttpContent inner, RealTimeLimit limit, Func<string> what)
    {
        (_inner, _limit, _what) = (inner, limit, what);
        foreach (var (name, values) in inner.Headers) Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _limit.WatchAsync(_inner.CopyToAsync(stream, context), What);

    protected override Task<Stream> CreateContentReadStreamAsync() => _inner.ReadAsStreamAsync();

    protected override bool TryComputeLength(out long length) => (length = _inner.Headers.ContentLength ?? -1) >= 0;

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    private string What() => $"The body of {_what()}";
}
