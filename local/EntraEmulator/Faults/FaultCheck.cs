using System.Text;
using EntraEmulator.Errors;

namespace EntraEmulator.Faults;

/// <summary>Refuses faults that can't be played, when they are scripted and not when they are due.</summary>
internal static class FaultCheck
{
    public static void Check(Fault fault)
    {
        if (fault.Times < 0) throw new DevRequestException("'times' is 0 for always, or a number of requests.");
        if (fault.DelayMs < 0 || fault.SlowBody < 0) throw new DevRequestException("'delayMs' and 'slowBody' are milliseconds, 0 or more.");
        if (fault.Status is < 200 or > 599) throw new DevRequestException("'status' is a final HTTP status, 200 to 599.");
        if (fault.Error is null && (fault.Suberror ?? fault.Description ?? (object?)fault.Codes ?? fault.Claims) is not null)
            throw new DevRequestException("'suberror', 'codes', 'description' and 'claims' belong to an 'error': name one, e.g. \"interaction_required\".");
        if (fault.LoseAnswer && fault.ChangesTheAnswer)
            throw new DevRequestException("With 'loseAnswer' there is no answer, so nothing can be said about it.");
        if (fault.Error is not null && fault.Body is not null)
            throw new DevRequestException("'error' makes the body, so 'body' can't be given beside it.");
        var headers = (fault.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal)).SelectMany(header => new[] { header.Key, header.Value });
        if (headers.Concat([fault.RetryAfter, fault.RedirectTo, fault.ContentType]).Any(text => text is not null && !Ascii.IsValid(text) || text?.AsSpan().IndexOfAny('\r', '\n') >= 0))
            throw new DevRequestException("Header names and values are ASCII without line breaks.");
    }
}
