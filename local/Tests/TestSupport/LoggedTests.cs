using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace Local.Tests.TestSupport;

public sealed partial class LoggedTests
{
    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("in the scope of {Name}");

    [Fact]
    public void Nothing_that_is_logged_is_overlooked()
    {
        var logger = new FakeLogger();
        using var pairs = logger.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["scope"] = new[] { "in a scope's list" } });
        using var sentence = Scope(logger, "a name");

        Log(logger, 7, "in state alone", ["in a list"], new InvalidOperationException("an exception", new IOException("its cause")));

        var texts = logger.LatestRecord.Texts().ToList();
        Assert.All(
            ["7 came", "in state alone", "in a list", "an exception", "its cause", "in a scope's list", "in the scope of a name", "a name"],
            text => Assert.Contains(texts, logged => logged.Contains(text, StringComparison.Ordinal)));
    }

    [LoggerMessage(LogLevel.Trace, "{Count} came")]
    private static partial void Log(ILogger logger, int count, string aside, string[] several, Exception failure);
}
