using FunctionsObo.Testing;
using Microsoft.Extensions.Logging.Testing;

namespace FunctionsObo.Tests.Logging.Causes;

/// <summary>What somebody reads who has only the log.</summary>
internal static class LoggedLines
{
    /// <summary>The one line of this event.</summary>
    public static string Line(this TestApp app, string name) => app.Logs.Line(name);

    /// <inheritdoc cref="Line(TestApp, string)"/>
    public static string Line(this FakeLogCollector logs, string name) => Assert.Single(logs.GetSnapshot(), log => log.Id.Name == name).Message;
}
