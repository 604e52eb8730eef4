using System.Diagnostics;

namespace Workbench.Sending;

/// <summary>A request that was sent, with all that is known of it.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="Began">When it was sent.</param>
/// <param name="Milliseconds">Until the whole answer was there.</param>
/// <param name="Spans">What the host and the app recorded of it; nothing where they run in processes of their own.</param>
/// <param name="Answer">What came back.</param>
internal sealed record Call(string TraceId, DateTimeOffset Began, double Milliseconds, IReadOnlyList<Activity> Spans, Answer Answer);

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string? Reason, IReadOnlyList<Field> Headers, string Body);

/// <summary>A header field.</summary>
internal sealed record Field(string Name, string Value);
