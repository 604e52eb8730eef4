using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>
/// What Azure's host lets through by our host.json, whose rules are those of Microsoft.Extensions.Logging. The categories are the
/// host's: of lines that a worker writes in an invocation, of its own lines about one, and of requests.
/// </summary>
public sealed class HostLogLevelTests
{
    private static readonly IConfiguration Host = new ConfigurationBuilder().AddJsonFile(Repository.PathOf("host.json")).Build();

    [Theory]
    [InlineData("Function.Me.User", LogLevel.Information)]
    [InlineData("Function.Me", LogLevel.Warning)]
    [InlineData("Host.Results", LogLevel.Information)]
    [InlineData("Worker.rpcWorkerProcess", LogLevel.Information)]
    public void Warnings_pass_and_of_the_rest_what_a_request_does_not_say_itself(string category, LogLevel least)
    {
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(Host.GetSection("logging")).AddProvider(new FakeLoggerProvider()))
            .BuildServiceProvider();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.True(logger.IsEnabled(LogLevel.Warning));
        Assert.Equal(least, Enum.GetValues<LogLevel>().First(logger.IsEnabled));
    }

    /// <summary>A log line is a Trace there, or with an exception an Exception; the adaptive sampling knows no levels.</summary>
    [Fact]
    public void No_log_line_is_sampled()
    {
        var sampling = Host.GetSection("logging:applicationInsights:samplingSettings");

        Assert.Equal("true", sampling["isEnabled"], ignoreCase: true);
        Assert.Superset(new HashSet<string>(["Trace", "Exception"], StringComparer.Ordinal), sampling["excludedTypes"]!.Split(';').ToHashSet(StringComparer.Ordinal));
    }
}
