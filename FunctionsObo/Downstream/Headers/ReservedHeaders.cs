using System.Collections.Frozen;

namespace FunctionsObo.Downstream.Headers;

/// <summary>
/// Header fields that never go to a downstream API by configuration or from a caller's request: credentials, identity that
/// proxies assert, what belongs to one connection (RFC 9110 §7.6.1), and what this app sets itself.
/// </summary>
internal static class ReservedHeaders
{
    private static readonly string[] Prefixes = ["X-MS-", "X-Forwarded-", "X-Original-", "Proxy-", "Sec-"];

    private static readonly FrozenSet<string> Names = new[]
    {
        "Authorization", "Cookie", "Set-Cookie", "Host", "Forwarded", "Via", "X-Real-IP", "X-ARR-ClientCert", "X-ARR-SSL", "DISGUISED-HOST",
        "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Expect",
        "Content-Length", "Content-Type", "Content-Encoding", "Accept-Encoding", "Range",
        "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range",
        "traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name) =>
        Names.Contains(name) || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
