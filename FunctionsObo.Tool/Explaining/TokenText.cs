using System.Text.Json;
using FunctionsObo.Authentication;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Explaining;

/// <summary>Explains a JWT: each claim, judged by the settings if there are some, and what the API would answer. The signature is not checked.</summary>
internal static class TokenText
{
    /// <param name="token">In compact form.</param>
    /// <param name="settings">The API's settings.</param>
    /// <param name="now">The time.</param>
    /// <param name="isSignatureChecked">Whether somebody else checks the signature, and says so.</param>
    /// <returns>The explanation, and whether the API would refuse the token.</returns>
    public static (Explanation Explanation, bool IsRefused) Explain(string token, AppSettings settings, DateTimeOffset now, bool isSignatureChecked)
    {
        var signature = isSignatureChecked ? "Its signature is below." : "The signature is not checked here.";
        var (parts, malformed) = JwtParts.Read(token);
        if (parts is null) return (Refused(malformed, [], settings, signature), true);

        using (parts)
        {
            var hasSettings = settings.IsAnyThere && settings.AzureAd().ClientId.Length > 0;
            var judge = hasSettings ? new TokenJudge(settings.AzureAd(), now) : null;
            IReadOnlyList<Detail> details =
            [
                .. parts.Header.EnumerateObject().Select(member => Header(member, judge)),
                .. parts.Payload.EnumerateObject().Select(member => Claim(member, judge, now)),
            ];
            var (unverified, unreadable) = UnverifiedToken.Read(token, judge?.Algorithms ?? TokenJudge.AllAlgorithms);
            if (unverified is null) return (Refused(unreadable.Reason, details, settings, signature), true);
            if (judge is null) return (new("token", Kind(unverified.Claims), $"There are no settings to compare it with: name a file with --settings. {signature}", null) { Details = details }, false);

            var refusal = judge.Check(unverified.Claims);
            return refusal == TokenRefusal.None
                ? (new("token", Kind(unverified.Claims), $"By the settings, nothing speaks against it. {signature} Whether its scopes or roles suffice, each function says.", null) { Details = details }, false)
                : (Refused(refusal, details, settings, signature, Kind(unverified.Claims)), true);
        }
    }

    private static Explanation Refused(TokenRefusal refusal, IReadOnlyList<Detail> details, AppSettings settings, string signature, string kind = "unreadable")
    {
        var problem = RefusalProblems.Of(TokenVerdict.Refuse(refusal));
        var advice = ProblemCodes.Explain(problem.Code);
        var api = settings.IsAnyThere ? "This API" : "An API of this kind";
        return new("token", kind, $"{api} would answer {(int)problem.Status} {problem.Code}: {advice.Meaning} {signature}", advice.Fix) { Details = details };
    }

    private static string Kind(TokenClaims claims) => TokenClassifier.Classify(claims) switch
    {
        CallerKind.User => "access token of a user",
        CallerKind.App => "access token of an app",
        _ when claims.HasIdTokenMarks || claims.ClientId is null => "no access token: it looks like an ID token",
        _ => "no access token that says for whom it is: neither a user's scp nor an app's roles",
    };

    private static Detail Header(JsonProperty member, TokenJudge? judge) => member.Name == "nonce"
        ? new("nonce", Value(member), DetailState.Unknown, "Tokens for Microsoft Graph have it: only Graph can check their signature.")
        : Judged(member, judge) with { Name = Shown.Of($"header {member.Name}") };

    private static Detail Claim(JsonProperty member, TokenJudge? judge, DateTimeOffset now) => member.Name is "exp" or "nbf" or "iat"
        ? Times.Describe(member.Name, Value(member), member.Value, judge, now)
        : Judged(member, judge);

    private static Detail Judged(JsonProperty member, TokenJudge? judge)
    {
        var (state, note) = judge?.Of(member.Name, member.Value) ?? (DetailState.Shown, null);
        return new(Shown.Of(member.Name), Value(member), state, note is null ? null : Shown.Of(note));
    }

    private static string Value(JsonProperty member) => Shown.Of(member.Value.ValueKind == JsonValueKind.String ? member.Value.Text() ?? "" : member.Value.GetRawText());
}
