using Microsoft.Azure.Functions.Worker.Builder;
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

    /// <summary>What the page says of app settings such as <c>Logging__LogLevel__FunctionsObo</c>.</summary>
    [Fact]
    public void The_app_logs_from_Information_on_unless_its_settings_say_otherwise()
    {
        Assert.Equal(LogLevel.Information, LeastOf());
        Assert.Equal(LogLevel.Error, LeastOf("--Logging:LogLevel:FunctionsObo=Error"));

        static LogLevel LeastOf(params string[] settings)
        {
            using var services = FunctionsApplication.CreateBuilder(settings).Services.BuildServiceProvider();
            return Enum.GetValues<LogLevel>().First(services.GetRequiredService<ILoggerFactory>().CreateLogger("FunctionsObo.Any").IsEnabled);
        }
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
