using FunctionsHost.InProcess;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace TestSupport;

internal static class Logged
{
    /// <summary>Collects what everybody in the host logs, at every level, whatever the host's own rules leave out.</summary>
    public static void Everything(AppSetup builder) =>
        builder.Logging.AddFakeLogging().AddFilter<FakeLoggerProvider>(category: null, LogLevel.Trace);

    /// <summary>All that an exporter could send of a record: message, exception, and the values of its state and scopes.</summary>
    public static IEnumerable<string> Texts(this FakeLogRecord record) =>
        [record.Message, $"{record.Exception}", .. Values(record.State), .. record.Scopes.SelectMany(Values)];

    private static IEnumerable<string> Values(object? state) => state switch
    {
        IEnumerable<KeyValuePair<string, string?>> snapshot => snapshot.Select(pair => $"{pair.Value}"),
        IEnumerable<KeyValuePair<string, object?>> pairs => pairs.SelectMany(pair => Values(pair.Value)).Append($"{state}"),
        IEnumerable<object> several => several.SelectMany(Values),
        _ => [$"{state}"],
    };
}
