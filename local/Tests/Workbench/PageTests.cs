using System.Net;
using System.Text.RegularExpressions;
using TestSupport;

namespace Local.Tests.Workbench;

/// <summary>The page as it is served, and who may ask its server.</summary>
public sealed partial class PageTests(WorkbenchFixture fixture) : IClassFixture<WorkbenchFixture>
{
    private const int LargestPage = 150_000;

    [Fact]
    public async Task The_page_and_all_that_it_loads_come_from_its_own_server_and_are_small()
    {
        var size = 0;
        var loaded = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(["index.html", "redirect.html"]);
        while (open.TryDequeue(out var name))
        {
            if (!loaded.Add(name)) continue;
            using var answer = await fixture.Http.GetAsync(name);
            Assert.True(answer.IsSuccessStatusCode, name);
            var text = await answer.Content.ReadAsStringAsync();
            if (!name.StartsWith("msal/", StringComparison.Ordinal)) size += text.Length;
            if (name.EndsWith(".html", StringComparison.Ordinal) || (name.EndsWith(".js", StringComparison.Ordinal) && !name.StartsWith("msal/", StringComparison.Ordinal)))
                foreach (Match reference in Reference().Matches(text)) open.Enqueue(reference.Groups["name"].Value);
        }

        Assert.Contains("msal/msal-browser.min.js", loaded);
        Assert.Contains("style.css", loaded);
        Assert.DoesNotContain(loaded, name => name.Contains("//", StringComparison.Ordinal));
        Assert.InRange(size, 1, LargestPage);
    }

    [Fact]
    public async Task It_runs_no_script_but_its_own_and_is_in_no_frame()
    {
        using var page = await fixture.Http.GetAsync("");
        using var answerOfSignIn = await fixture.Http.GetAsync("redirect.html");

        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains($"connect-src 'self' {fixture.Stack.Emulator.Address.GetLeftPart(UriPartial.Authority)};", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single(page.Headers.GetValues("X-Frame-Options")));
        Assert.Contains("frame-ancestors 'self'", Assert.Single(answerOfSignIn.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_has_a_file_gets_it_once()
    {
        using var first = await fixture.Http.GetAsync("style.css");
        using var again = new HttpRequestMessage(HttpMethod.Get, "style.css") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };

        Assert.Equal(HttpStatusCode.NotModified, (await fixture.Http.SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("stack")]
    [InlineData("dev/emulator/token?user=alice")]
    public async Task A_name_of_somebody_else_that_leads_here_gets_nothing(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = $"rebound.example:{fixture.Stack.PageAddress!.Port}" } };

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await fixture.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "stack", "Origin", "https://elsewhere.example")]
    [InlineData("GET", "dev/emulator/token?user=alice", "Sec-Fetch-Site", "cross-site")]
    [InlineData("GET", "dev/emulator/token?user=alice", "Sec-Fetch-Site", "same-site")]
    [InlineData("POST", "dev/emulator/users/alice/revoke", "Origin", "http://localhost:1")]
    [InlineData("POST", "dev/emulator/users/alice/revoke", "Origin", "null")]
    [InlineData("POST", "requests", "Origin", "https://elsewhere.example")]
    public async Task A_page_of_another_site_gets_nothing_and_changes_nothing(string method, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.Http.SendAsync(request)).StatusCode);
        Assert.Null(fixture.Stack.Emulator.RevokedSince(WellKnown.ContosoTenantId, WellKnown.AliceObjectId, null, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task The_page_itself_may_ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "stack");
        request.Headers.Add("Origin", fixture.Stack.PageAddress!.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        Assert.Equal(HttpStatusCode.OK, (await fixture.Http.SendAsync(request)).StatusCode);
    }

    [GeneratedRegex("""(?:src="|href="|from '\./|loadScript\(')(?<name>[^"'#:]+)["']""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
