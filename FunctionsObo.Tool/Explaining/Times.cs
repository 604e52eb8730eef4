using System.Globalization;
using System.Text.Json;

namespace FunctionsObo.Tool.Explaining;

/// <summary>The times of a token, in words.</summary>
internal static class Times
{
    public static Detail Describe(string name, string value, JsonElement claim, TokenJudge? judge, DateTimeOffset now)
    {
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetInt64(out var seconds) || seconds is < 0 or > 253_402_300_799)
            return new(name, value, DetailState.Wrong, "It is no time: seconds since 1970, a number.");

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var skew = judge?.ClockSkew ?? TimeSpan.FromMinutes(1);
        var isWrong = name == "exp" ? time + skew <= now : time > now + skew;
        return new(name, time.ToString("u", CultureInfo.InvariantCulture), isWrong ? DetailState.Wrong : DetailState.Fine, (name, time <= now) switch
        {
            ("exp", true) => $"It expired {Words(now - time)} ago.",
            ("exp", false) => $"It expires in {Words(time - now)}.",
            ("nbf", false) => $"It is valid only in {Words(time - now)}.",
            ("nbf", true) => $"Valid for {Words(now - time)}.",
            (_, false) => $"It is issued {Words(time - now)} from now: a clock is wrong.",
            _ => $"Issued {Words(now - time)} ago.",
        });
    }

    private static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 120 } => $"{(int)time.TotalSeconds} seconds",
        { TotalMinutes: < 120 } => $"{(int)time.TotalMinutes} minutes",
        { TotalHours: < 48 } => $"{(int)time.TotalHours} hours",
        _ => $"{(int)time.TotalDays} days",
    };
}
