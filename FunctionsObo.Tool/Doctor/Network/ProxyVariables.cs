using System.Net;

namespace FunctionsObo.Tool.Doctor.Network;

/// <summary>
/// The proxy that the variables name, as .NET reads them
/// (https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.defaultproxy): a scheme's own before ALL_PROXY, and NO_PROXY with names and endings.
/// </summary>
internal sealed class ProxyVariables : IWebProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly string[] _bypassed;

    private ProxyVariables(Uri? http, Uri? https, string[] bypassed) => (_http, _https, _bypassed) = (http, https, bypassed);

    public ICredentials? Credentials { get; set; }

    /// <returns>Null when the variables name none.</returns>
    public static ProxyVariables? Of(IReadOnlyDictionary<string, string> variables)
    {
        var all = AddressIn(variables, "ALL_PROXY");
        var (http, https) = (AddressIn(variables, "HTTP_PROXY") ?? all, AddressIn(variables, "HTTPS_PROXY") ?? all);
        return (http ?? https) is null ? null : new(http, https, (ValueOf(variables, "NO_PROXY") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : Of(destination);

    public bool IsBypassed(Uri host) => Of(host) is null || Array.Exists(_bypassed, one => one == "*"
        || (one.StartsWith('.') ? host.IdnHost.EndsWith(one, StringComparison.OrdinalIgnoreCase) : host.IdnHost.Equals(one, StringComparison.OrdinalIgnoreCase)));

    private Uri? Of(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? _https : _http;

    private static Uri? AddressIn(IReadOnlyDictionary<string, string> variables, string name) => ValueOf(variables, name) is { } text
        && Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out var address) ? address : null;

    private static string? ValueOf(IReadOnlyDictionary<string, string> variables, string name) =>
        ((string[])[name.ToLowerInvariant(), name]).Select(variables.GetValueOrDefault).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
}
