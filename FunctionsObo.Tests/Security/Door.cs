using System.Net;
using System.Text.RegularExpressions;
using EntraEmulator.Stats;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Knocks at the API, and looks whether the answer to an attack is all that happens.</summary>
internal static partial class Door
{
    /// <summary>Expects 401 invalid_token for this reason, and that nobody was asked about the token.</summary>
    public static Task<Reply> RefusesAsync(this Stack stack, string token, string code, string path = "me") =>
        stack.AnswersAsync(token, HttpStatusCode.Unauthorized, "invalid_token", code, path);

    /// <summary>Expects 401 for a key that the identity platform, asked for it, does not have.</summary>
    public static async Task RefusesAfterAskingAsync(this Stack stack, string token, string code = "wrong_signature")
    {
        var before = stack.Outbound().Keys;

        var reply = await stack.SendAsync(HttpMethod.Get, "whoami", token);

        Assert.Equal((HttpStatusCode.Unauthorized, code), (reply.Status, reply.Code));
        Assert.InRange(stack.Outbound().Keys, before, before + 1);
    }

    /// <summary>Expects 400 invalid_request for this reason, and that nobody was asked about the token.</summary>
    public static Task<Reply> CannotReadAsync(this Stack stack, string token, string code, string path = "me") =>
        stack.AnswersAsync(token, HttpStatusCode.BadRequest, "invalid_request", code, path);

    /// <summary>Expects 403 insufficient_scope for this reason, and that nothing was exchanged.</summary>
    public static Task<Reply> ForbidsAsync(this Stack stack, string token, string code, string path = "me") =>
        stack.AnswersAsync(token, HttpStatusCode.Forbidden, "insufficient_scope", code, path);

    /// <summary>Expects the caller to be let in.</summary>
    public static async Task AdmitsAsync(this Stack stack, string token, string path = "whoami") =>
        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, path, token)).Status);

    /// <summary>How often each endpoint of the identity platform was asked so far, and each downstream API.</summary>
    public static (long Token, long Metadata, long Keys, int Graph) Outbound(this Stack stack)
    {
        var asked = stack.Emulator.Stats.Snapshot();
        return (
            asked.Requests(EmulatorEndpoint.Token), asked.Requests(EmulatorEndpoint.Metadata), asked.Requests(EmulatorEndpoint.Keys),
            stack.Local.Graph.Seen.Newest.Count);
    }

    /// <summary>RFC 6750 §3 and RFC 9110 §11.6.1: one challenge of quoted strings, each name once, comma and space between them.</summary>
    public static void IsWellFormed(string? challenge)
    {
        Assert.NotNull(challenge);
        var parameters = ChallengePattern().Match(challenge);
        Assert.True(parameters.Success, challenge);
        var names = parameters.Groups["name"].Captures.Select(capture => capture.Value).ToList();
        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
    }

    private static async Task<Reply> AnswersAsync(this Stack stack, string token, HttpStatusCode status, string error, string code, string path)
    {
        var before = stack.Outbound();

        var reply = await stack.SendAsync(HttpMethod.Get, path, token);

        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.Equal("application/problem+json", reply.ContentType);
        Assert.NotEmpty(reply.Json.GetProperty("traceId").GetString()!);
        IsWellFormed(reply.Challenge);
        Assert.StartsWith($"Bearer error=\"{error}\"", reply.Challenge, StringComparison.Ordinal);
        if (token.Length > 20) Assert.DoesNotContain(token, reply.Body, StringComparison.Ordinal);
        Assert.Equal(before, stack.Outbound());
        return reply;
    }

    [GeneratedRegex("""^Bearer (?<name>[a-z_]+)="[\x20-\x21\x23-\x5B\x5D-\x7E]*"(, (?<name>[a-z_]+)="[\x20-\x21\x23-\x5B\x5D-\x7E]*")*$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChallengePattern();
}
