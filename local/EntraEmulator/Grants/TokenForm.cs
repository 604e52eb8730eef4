using System.Net.Http.Headers;
using System.Text;
using EntraEmulator.Clients;
using EntraEmulator.Errors;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Grants;

/// <summary>The parameters of a token request. An empty parameter counts as missing (RFC 6749 section 3.2).</summary>
internal sealed class TokenForm
{
    private readonly IFormCollection _fields;

    private TokenForm(IFormCollection fields, PresentedClient? basic)
    {
        _fields = fields;
        Basic = basic;
    }

    /// <value>The client's credential in the Authorization header (RFC 6749 section 2.3.1), or null.</value>
    public PresentedClient? Basic { get; }

    public static async Task<TokenForm> ReadAsync(HttpRequest request)
    {
        try
        {
            var fields = IsUrlEncoded(request) ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : FormCollection.Empty;
            return new TokenForm(fields, ReadBasic(request));
        }
        catch (InvalidDataException e)
        {
            throw Refuse.Malformed(e.Message);
        }
    }

    /// <summary>Who the client says that it is, in the header or else in the form, and what it shows for it.</summary>
    /// <exception cref="EntraErrorException">It says nothing (AADSTS900144).</exception>
    public PresentedClient Client() => (Basic ?? new PresentedClient(Required("client_id")) { Secret = Optional("client_secret") }) with
    {
        AssertionType = Optional("client_assertion_type"),
        Assertion = Optional("client_assertion"),
    };

    public string Required(string name) => Optional(name) ?? throw Refuse.Missing(name);

    public string? Optional(string name) => _fields.TryGetValue(name, out var values) && !string.IsNullOrEmpty(values[0]) ? values[0] : null;

    /// <summary>All parameters, the first value of each.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields => _fields.Select(one => KeyValuePair.Create(one.Key, one.Value.FirstOrDefault() ?? ""));

    /// <exception cref="EntraErrorException">A parameter is there twice (AADSTS9000411).</exception>
    public void CheckSingleValues()
    {
        foreach (var (name, values) in _fields)
        {
            if (values.Count > 1) throw Refuse.Duplicated(name);
        }
    }

    private static bool IsUrlEncoded(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && string.Equals(type.MediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static PresentedClient? ReadBasic(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)) return null;
        var buffer = new byte[header.Parameter?.Length ?? 0];
        var pair = Convert.TryFromBase64String(header.Parameter ?? "", buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) : [];
        return pair.Length == 2
            ? new PresentedClient(Uri.UnescapeDataString(pair[0])) { Secret = Uri.UnescapeDataString(pair[1]) }
            : throw Refuse.Malformed("The Authorization header has to be Basic with base64 of client_id:client_secret.");
    }
}
