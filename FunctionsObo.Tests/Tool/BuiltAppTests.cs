using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FunctionsObo.Authorization;
using FunctionsObo.Tool.App;
using FunctionsObo.Tool.Output;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using TestSupport;

namespace FunctionsObo.Tests.Tool;

/// <summary>What the tool reads from an app that was built.</summary>
public sealed class BuiltAppTests
{
    private static readonly string Output = AppContext.BaseDirectory;

    [Fact]
    public void The_scopes_and_roles_of_the_functions_are_those_of_the_code()
    {
        var app = BuiltApp.Read(Path.Combine(Output, "FunctionApp.dll"));

        Assert.Equal([WellKnown.FunctionAppScope], app.Scopes);
        Assert.Equal([WellKnown.FunctionAppRole], app.AppRoles);
        Assert.Empty(app.Errors);
        Assert.False(app.HasHealthReport);
        Assert.True(app.Rules["Health"].IsAnonymous);
        Assert.Equal([WellKnown.FunctionAppScope], app.Rules["Me"].Scopes);
    }

    [Fact]
    public void That_the_app_has_the_health_report_is_seen()
    {
        var app = BuiltApp.Read(Path.Combine(Output, "Timesheets.dll"));

        Assert.Equal(["CloseWeek", "CountItem", "GetWeek", "OpenHours"], app.Rules.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(app.AppRoles);
        Assert.True(app.HasHealthReport);
    }

    [Fact]
    public void None_of_its_code_runs()
    {
        var before = Watchful.Runs;

        Assert.True(BuiltApp.Read(typeof(Watchful).Assembly.Location).Rules.ContainsKey("Watchful"));

        Assert.Equal(before, Watchful.Runs);
    }

    [Fact]
    public void What_its_start_would_refuse_is_told() =>
        Assert.Contains(BuiltApp.Read(typeof(BuiltAppTests).Assembly.Location).Errors, error => error.Contains("does not say who may call it", StringComparison.Ordinal));

    [Theory]
    [InlineData("nowhere.dll", "is not there: build the app")]
    [InlineData("xunit.core.dll", "has no functions")]
    [InlineData("FunctionApp.deps.json", "cannot be read as an app")]
    public void What_is_no_app_is_an_error_of_one_sentence(string file, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<UsageException>(() => BuiltApp.Read(Path.Combine(Output, file))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_app_of_a_folder_is_found_in_what_was_built_there()
    {
        var found = AppSearch.Find(Repository.PathOf("docs"), Repository.PathOf(""));

        Assert.StartsWith(Repository.PathOf(Path.Combine("FunctionApp", "bin")), found, StringComparison.Ordinal);
        Assert.Equal("FunctionApp.dll", Path.GetFileName(found));
        Assert.Null(AppSearch.Find(Repository.PathOf("docs")));
    }

    /// <summary>Counts for the whole process, in whichever copy of this assembly, what runs without being called.</summary>
    internal static class Watchful
    {
        private const string Key = "FunctionsObo.Tests.Watchful.Runs";

        static Watchful() => Count();

        public static int Runs => AppContext.GetData(Key) as int? ?? 0;

        [ModuleInitializer]
        [SuppressMessage("Usage", "CA2255", Justification = "It is the point: an app may have one, too.")]
        internal static void Count() => AppContext.SetData(Key, Runs + 1);

        [Function("Watchful")]
        [AllowAnonymous]
        public static void Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequestData request) => ArgumentNullException.ThrowIfNull(request);
    }
}
