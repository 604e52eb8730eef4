using System.Collections.Frozen;
using Known = Microsoft.Net.Http.Headers.HeaderNames;

namespace FunctionsWorker.Http;

/// <summary>Lower-case header names, without making the usual ones anew for every request.</summary>
internal static class HeaderNames
{
    private static readonly FrozenDictionary<string, string> Usual = new[]
    {
        Known.Accept, Known.AcceptEncoding, Known.AcceptLanguage, Known.Authorization, Known.CacheControl, Known.Connection, Known.ContentLength,
        Known.ContentType, Known.Cookie, Known.Host, Known.IfNoneMatch, Known.Origin, Known.Referer, Known.TraceParent, Known.TraceState, Known.UserAgent,
    }.ToFrozenDictionary(name => name, name => name.ToLowerInvariant(), StringComparer.Ordinal);

    public static string Lower(string name) => Usual.TryGetValue(name, out var lower) ? lower : name.ToLowerInvariant();
}
