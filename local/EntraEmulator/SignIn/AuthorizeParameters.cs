using EntraEmulator.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace EntraEmulator.SignIn;

/// <summary>The parameters of an authorization request, in the query or, for a POST, in the form. Names are compared without regard to case, since clients write them in several ways.</summary>
internal sealed class AuthorizeParameters
{
    private readonly Dictionary<string, string> _values;

    private AuthorizeParameters(Dictionary<string, string> values) => _values = values;

    /// <exception cref="EntraErrorException">A parameter is there twice (AADSTS9000411).</exception>
    public static async Task<AuthorizeParameters> ReadAsync(HttpRequest request)
    {
        IEnumerable<KeyValuePair<string, StringValues>> given = HttpMethods.IsPost(request.Method) && request.HasFormContentType
            ? await request.ReadFormAsync(request.HttpContext.RequestAborted)
            : request.Query;
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, texts) in given)
        {
            if (texts.Count > 1 || !values.TryAdd(name, texts.ToString())) throw Refuse.Duplicated(name);
        }

        return new(values);
    }

    /// <summary>An empty parameter counts as missing (RFC 6749 section 3.1).</summary>
    public string? Optional(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public string Required(string name) => Optional(name) ?? throw Refuse.Missing(name);
}
