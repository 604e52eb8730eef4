using System.Diagnostics;
using System.Net.Http.Headers;
using FunctionsObo.Logging;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsObo.Downstream.Headers;

/// <summary>
/// The few header fields of a caller's request that go on to downstream APIs: the ids by which one operation is found in
/// everybody's logs. All other fields stay here. They travel with the trace, which is about the request, not about its user.
/// </summary>
internal static class Correlation
{
    private const int LongestId = 128;

    private static readonly string[] Names = [CorrelationId.Header, "client-request-id"];

    /// <summary>Keeps the ids of a request with its activity.</summary>
    /// <returns>The caller's <c>X-Correlation-ID</c>; null when there is none.</returns>
    public static string? Keep(Activity activity, HttpHeadersCollection headers)
    {
        string? correlation = null;
        foreach (var name in Names)
        {
            if (!headers.TryGetValues(name, out var values) || values.ToList() is not [{ } only] || !IsId(only)) continue;
            activity.SetCustomProperty(name, only);
            if (name == CorrelationId.Header) correlation = only;
        }

        return correlation;
    }

    /// <summary>Puts the ids of the request being served on a downstream request.</summary>
    public static void AddTo(HttpRequestHeaders headers)
    {
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            foreach (var name in Names)
            {
                if (activity.GetCustomProperty(name) is string id && !headers.Contains(name)) headers.TryAddWithoutValidation(name, id);
            }
        }
    }

    /// <summary>Letters, digits and what holds GUIDs and paths together; nothing that a log or a header could stumble over.</summary>
    private static bool IsId(string value) =>
        value.Length is > 0 and <= LongestId && value.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or ':' or '|');
}
