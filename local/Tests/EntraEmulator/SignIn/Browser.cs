using System.Net;
using System.Text.RegularExpressions;
using EntraEmulator;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>A browser as far as plain pages need one: cookies, redirects, forms. It stops where an answer goes to a client.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _home;

    public Browser(Emulator emulator)
    {
        _home = emulator.Address;
        var handler = emulator.CreateHandler();
        (handler.UseCookies, handler.CookieContainer) = (true, Cookies);
        _http = new HttpClient(handler) { BaseAddress = _home };
    }

    public CookieContainer Cookies { get; } = new();

    public Task<Visit> GoAsync(string address) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(_home, address)));

    /// <summary>Presses a button of the page's form, by a text on it.</summary>
    public Task<Visit> PressAsync(Visit page, string button, params (string Name, string Value)[] more)
    {
        var form = Regex.Match(page.Html, """<form method="post" action="(?<action>[^"]*)">(?<content>.*?)</form>""", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        Assert.True(form.Success, $"No form in: {page.Html}");
        var fields = Regex.Matches(form.Groups["content"].Value, """<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value))).ToList();
        var buttons = Regex.Matches(form.Groups["content"].Value, """<button(?<attributes>[^>]*)>(?<text>.*?)</button>""", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        var pressed = buttons.FirstOrDefault(one => one.Groups["text"].Value.Contains(button, StringComparison.Ordinal));
        Assert.True(pressed is not null, $"No button '{button}' in: {form.Groups["content"].Value}");
        var named = Regex.Match(pressed.Groups["attributes"].Value, """name="(?<name>[^"]*)" value="(?<value>[^"]*)" """.TrimEnd(), RegexOptions.None, TimeSpan.FromSeconds(1));
        if (named.Success) fields.Add(KeyValuePair.Create(named.Groups["name"].Value, WebUtility.HtmlDecode(named.Groups["value"].Value)));
        fields.AddRange(more.Select(one => KeyValuePair.Create(one.Name, one.Value)));
        return PostAsync(form.Groups["action"].Value, fields, _home.GetLeftPart(UriPartial.Authority));
    }

    public Task<Visit> PostAsync(string address, IEnumerable<KeyValuePair<string, string>> fields, string? origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_home, address)) { Content = new FormUrlEncodedContent(fields) };
        if (origin is not null) request.Headers.Add("Origin", origin);
        return FollowAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Visit> FollowAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        if (response.Headers.Location is not { } location) return new Visit(response.StatusCode, html, Answer: null, response.Headers.ToDictionary(one => one.Key, one => string.Join(',', one.Value), StringComparer.OrdinalIgnoreCase));
        var target = new Uri(request.RequestUri!, location);
        return target.Authority == _home.Authority ? await GoAsync(target.ToString()) : new Visit(response.StatusCode, html, target, new Dictionary<string, string>(StringComparer.Ordinal));
    }
}

/// <summary>A page, or an answer that a client gets.</summary>
internal sealed record Visit(HttpStatusCode Status, string Html, Uri? Answer, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A parameter of the answer: of the query, the fragment or the form.</summary>
    public string? this[string name] => Parameters().GetValueOrDefault(name);

    private Dictionary<string, string> Parameters() => Answer is { } uri
        ? uri.Query.TrimStart('?').Split('&').Concat(uri.Fragment.TrimStart('#').Split('&')).Where(one => one.Contains('=', StringComparison.Ordinal))
            .ToDictionary(one => one.Split('=')[0], one => Uri.UnescapeDataString(one.Split('=', 2)[1]), StringComparer.Ordinal)
        : Regex.Matches(Html, """<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""", RegexOptions.None, TimeSpan.FromSeconds(1))
            .ToDictionary(one => one.Groups["name"].Value, one => WebUtility.HtmlDecode(one.Groups["value"].Value), StringComparer.Ordinal);
}
