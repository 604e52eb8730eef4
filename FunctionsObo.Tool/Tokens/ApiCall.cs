using System.Net.Http.Headers;
using FunctionsObo.Tool.Explaining;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;
using Microsoft.Identity.Client;

namespace FunctionsObo.Tool.Tokens;

/// <summary>One GET of the API as the user. A claims challenge is answered as a client does it: by signing in with these claims, once.</summary>
internal static class ApiCall
{
    private const int LongestBody = 1 << 20;

    /// <exception cref="UsageException">The address is none that a token may be sent to.</exception>
    public static async Task<int> RunAsync(string address, UserTokens tokens, AppSettings settings, Terminal terminal, OutputFormat format, CancellationToken cancellationToken)
    {
        var url = Address(address);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !url.IsLoopback, ConnectTimeout = TimeSpan.FromSeconds(10) };
        using var http = new HttpClient(handler) { MaxResponseContentBufferSize = LongestBody };

        var answer = await SendAsync(http, url, tokens, null, cancellationToken);
        var claims = answer.Claims;
        if (claims is not null)
        {
            terminal.Error.WriteLine("The API asks for more, with a claims challenge: signing in again with these claims.");
            answer = await SendAsync(http, url, tokens, claims, cancellationToken);
        }

        var (explanations, _) = answer.Status < 400 ? ([], false) : Reader.Read($"{answer.Challenge}\n{answer.Body}", settings, terminal.Time.GetUtcNow());
        var body = string.Join('\n', answer.Body.ReplaceLineEndings("\n").Split('\n').Select(line => Shown.Of(line, LongestBody)));
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(terminal.Out, new { answer.Status, challenge = answer.Challenge is { } header ? Shown.Of(header, LongestBody) : null, body, answeredClaims = claims, explanations });
        }
        else
        {
            terminal.Out.WriteLine($"{answer.Status} {answer.Reason}");
            if (answer.Challenge is { } challenge) terminal.Out.WriteLine($"WWW-Authenticate: {Shown.Of(challenge, LongestBody)}");
            terminal.Out.WriteLine($"\n{body}\n");
            ExplanationText.Write(terminal.Out, explanations);
        }

        return answer.Status < 400 ? ExitCodes.Done : ExitCodes.Findings;
    }

    private static Uri Address(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) && url.UserInfo.Length == 0
            ? url
            : throw new UsageException("--call takes an https address, or an http address of this machine: anybody on the way could read the token. For example http://localhost:7071/api/me.");

    private static async Task<Answer> SendAsync(HttpClient http, Uri url, UserTokens tokens, string? claims, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await tokens.GetAsync(claims, cancellationToken)).Token);
        using var response = await http.SendAsync(request, cancellationToken);
        var challenges = response.Headers.WwwAuthenticate;
        return new Answer(
            (int)response.StatusCode, response.ReasonPhrase, challenges.Count == 0 ? null : challenges.ToString(),
            WwwAuthenticateParameters.CreateFromAuthenticationHeaders(response.Headers, "Bearer").Claims is { Length: > 0 } asked ? asked : null,
            await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private sealed record Answer(int Status, string? Reason, string? Challenge, string? Claims, string Body);
}
