using System.Text.RegularExpressions;

namespace EntraEmulator.StackFiles;

/// <summary>What a text has to be.</summary>
/// <param name="What">Its name in an error, behind "no".</param>
/// <param name="Example">One that holds, as JSON.</param>
/// <param name="Holds">Whether a text is one.</param>
internal sealed partial record Rule(string What, string Example, Func<string, bool> Holds)
{
    public static readonly Rule Text = new("text", "\"something\"", text => !string.IsNullOrWhiteSpace(text));

    public static readonly Rule Id = new(
        "GUID", "\"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\"", text => Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty);

    /// <summary>What may stand in a query or a path as it is.</summary>
    public static readonly Rule Name = new("name of letters, digits, '.', '_' and '-'", "\"alice\"", text => ShortName().IsMatch(text));

    public static readonly Rule TenantName = Name with
    {
        What = "tenant's name of letters, digits, '.', '_' and '-' (nor common, organizations)",
        Example = "\"contoso\"",
        Holds = text => Name.Holds(text) && text.ToLowerInvariant() is not ("common" or "organizations"),
    };

    /// <summary>What may stand in a setting's key, an option and an environment variable.</summary>
    public static readonly Rule ApiName = new(
        "API's name of letters and digits, a letter first (nor FunctionApp, Emulator)", "\"Stock\"",
        text => PlainName().IsMatch(text) && text.ToLowerInvariant() is not ("functionapp" or "emulator"));

    public static readonly Rule Permission = new("permission's name without spaces and slashes", "\"Stock.Read\"", text => PermissionName().IsMatch(text));

    public static readonly Rule AppIdUri = new(
        "App ID URI without a slash at its end", "\"api://stock\"", text => Uri.TryCreate(text, UriKind.Absolute, out _) && !text.EndsWith('/') && !text.Contains(' ', StringComparison.Ordinal));

    /// <summary>Where a browser may carry an answer: over TLS, or to this machine.</summary>
    public static readonly Rule WebAddress = new(
        "address that begins with https:// or http://localhost, without a wildcard and a fragment", "\"https://localhost:5001/signin-oidc\"", text => Web().IsMatch(text));

    /// <summary>The same, or a scheme that belongs to an app. Nothing that a browser would run or show.</summary>
    public static readonly Rule NativeAddress = WebAddress with
    {
        What = "address such as http://localhost, https://… or one with a scheme of the app's own, without a wildcard and a fragment",
        Example = "\"http://localhost\"",
        Holds = text => Web().IsMatch(text) || Native().IsMatch(text),
    };

    public static readonly Rule AuthenticationContext = new("authentication context from c1 to c99", "\"c1\"", text => Context().IsMatch(text));

    public static Rule OneOf(params string[] values) => new($"word of these: {string.Join(", ", values)}", $"\"{values[0]}\"", values.Contains);

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShortName();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainName();

    [GeneratedRegex(@"^[^\s/]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PermissionName();

    [GeneratedRegex(@"^(https://[^\s#*/?@]+|http://(localhost|127\.0\.0\.1)(:[0-9]+)?)([/?][^\s#*]*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Web();

    [GeneratedRegex(@"^(?!(https?|javascript|data|vbscript|file|blob|about|view-source):)[a-z][a-z0-9+.-]*:[^\s#*]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Native();

    [GeneratedRegex(@"^c[1-9][0-9]?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Context();
}
