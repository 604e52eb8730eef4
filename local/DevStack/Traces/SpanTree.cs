using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DevStack.Traces;

/// <summary>The spans of a request, one a line, each below the one that caused it, with its status and time.</summary>
internal static class SpanTree
{
    /// <returns>Null where no function was called.</returns>
    public static string? Of(IReadOnlyList<Activity> spans)
    {
        if (spans.FirstOrDefault(span => span.GetTagItem("faas.name") is not null && !spans.Any(other => other.SpanId == span.ParentSpanId)) is not { } root) return null;

        var text = new StringBuilder(Line(root)).Append("  trace ").Append(root.TraceId.ToHexString());
        var below = spans.ToLookup(span => span.ParentSpanId);
        Append(text, below, root, indent: "");
        return text.ToString();
    }

    private static void Append(StringBuilder text, ILookup<ActivitySpanId, Activity> below, Activity parent, string indent)
    {
        var children = below[parent.SpanId].OrderBy(child => child.StartTimeUtc).ToList();
        foreach (var child in children)
        {
            var isLast = child == children[^1];
            text.AppendLine().Append(indent).Append(isLast ? "└─ " : "├─ ").Append(Line(child));
            Append(text, below, child, indent + (isLast ? "   " : "│  "));
        }
    }

    private static string Line(Activity span) => string.Create(
        CultureInfo.InvariantCulture, $"{NameOf(span)}{StatusOf(span)}  {span.Duration.TotalMilliseconds:0.0} ms");

    private static string NameOf(Activity span) => span switch
    {
        { Kind: ActivityKind.Client } when Tag(span, "url.full") is { } address => $"{Tag(span, "http.request.method")} {Shown(address)}",
        { Kind: ActivityKind.Server } when Tag(span, "faas.name") is null && Tag(span, "url.path") is { } path => $"{Tag(span, "http.request.method")} {path}",
        _ when Tag(span, "functionsobo.api") is { } api => $"{span.DisplayName}  ({api})",
        _ => span.DisplayName,
    };

    /// <summary>Without the query: it may be long.</summary>
    private static string Shown(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) ? $"{url.Authority}{url.AbsolutePath}" : address;

    /// <summary>What was answered, or how it failed.</summary>
    private static string StatusOf(Activity span)
    {
        var answered = Tag(span, "http.response.status_code");
        var why = Tag(span, "functionsobo.reason") ?? Tag(span, "error.type") ?? (span.Status == ActivityStatusCode.Error ? "error" : null);
        return (answered is null ? "" : $"  {answered}") + (why is null || why == answered ? "" : $"  {why}");
    }

    private static string? Tag(Activity span, string key) => Convert.ToString(span.GetTagItem(key), CultureInfo.InvariantCulture) is { Length: > 0 } value ? value : null;
}
