using System.Text.RegularExpressions;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Tool.Doctor;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary><c>functions-obo doctor</c> as a whole: a right registration, its forms of output, its page.</summary>
public sealed partial class DoctorVerbTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    public void Dispose() => fixture.Heal();

    [Fact]
    public async Task Of_a_right_registration_everything_is_fine()
    {
        var doctor = await fixture.ExamineAsync();

        Assert.Equal(0, doctor.Run.ExitCode);
        Assert.Equal(["T6"], doctor.Checks.Where(check => check.Value.State != "fine").Select(check => check.Key)); // nobody asked for a call
        Assert.EndsWith("50 checks: 49 fine, 1 left out.", doctor.Run.Error.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain(WellKnown.FunctionAppSecret, doctor.Run.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", doctor.Run.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_directory_and_token_it_says_how_to_have_them_looked_at()
    {
        var run = await fixture.RunAsync(["--output", "json"], [("AzureAd__Instance", "https://login.microsoftonline.com/")], new(StringComparer.Ordinal) { ["HTTPS_PROXY"] = "http://localhost:1", ["NO_PROXY"] = "localhost" });

        var doctor = DoctorRun.Of(run);
        Assert.Contains("add --directory", doctor.Checks["R1"].Text, StringComparison.Ordinal);
        Assert.All(doctor.Checks.Where(check => check.Key is ['R', ..]), check => Assert.Equal("unknown", check.Value.State));
    }

    [Fact]
    public async Task For_people_there_is_a_table_for_each_group_with_a_mark_for_each_check()
    {
        fixture.Functions.Credentials.RemoveSecret(WellKnown.FunctionAppSecret);

        var run = await fixture.RunAsync(["--emulator", fixture.Emulator.Address.ToString()], []);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["Settings", "Network", "Metadata", "Credential", "Registration", "Token"], run.Out.Split('\n').Where(line => line.Length > 0 && char.IsUpper(line[0]) && !line.Contains(' ', StringComparison.Ordinal)).Select(line => line.Trim()));
        Assert.Matches(@"ok\s+S1 ", run.Out);
        Assert.Matches(@"NO\s+C1 ", run.Out);
        Assert.Contains("What to do: Set the secret's value, not its id", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"-\s+C2 .*because of C1", run.Out);
        Assert.Matches(@"\?\s+T2 .*could not be looked at, as T1", run.Out);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Theory]
    [InlineData("give the settings of the local stack", "--emulator", "https://localhost:1/")]
    [InlineData("--offline asks nobody", "--offline", "--directory")]
    [InlineData("either --token or --sign-in", "--token", "t.txt", "--sign-in")]
    [InlineData("--call needs a token", "--call", "http://localhost:7071/api/me")]
    [InlineData("--call takes an https address", "--call", "http://orders.contoso.com/", "--sign-in")]
    [InlineData("--token - reads standard input", "--token", "-")]
    [InlineData("t.txt cannot be read", "--token", "t.txt")]
    public async Task What_cannot_be_used_is_an_error_of_usage(string message, params string[] options)
    {
        var run = await fixture.RunAsync(options, []);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_is_named_has_to_be_there()
    {
        var run = await ToolRun.OfAsync(["doctor", "--offline", "--settings", ToolRun.Sample, "--app", "nowhere.dll"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nowhere.dll is not there: build the app", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_long_is_named_on_standard_error()
    {
        fixture.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Metadata, Hang = true, Times = 0 });
        var before = fixture.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Metadata);
        using var ctrlC = new CancellationTokenSource();
        using var input = new StringReader("");
        await File.WriteAllTextAsync(Path.Combine(fixture.Folder, "local.settings.json"), DoctorFixture.Settings(fixture.Emulator.Address));

        var running = ToolRun.OfAsync(["doctor", "--app", DoctorFixture.App, "--emulator", fixture.Emulator.Address.ToString()], input, folder: fixture.Folder, time: fixture.Time, ctrlC: ctrlC.Token);
        await Eventually.TrueAsync(() => fixture.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Metadata) > before);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await ctrlC.CancelAsync();

        var run = await running;
        Assert.Equal((130, ""), (run.ExitCode, run.Out));
        Assert.Matches("Still looking at .*N1", run.Error);
    }

    [Fact]
    public void The_page_has_every_check_as_it_is()
    {
        var rows = Row().Matches(File.ReadAllText(Repository.PathOf("docs/tool.md"))).Select(row => (row.Groups["id"].Value, row.Groups["subject"].Value, row.Groups["needs"].Value));

        Assert.Equal(AllChecks.List.Select(check => (check.Id, check.Subject, Word(check.Needs))), rows);
    }

    [Fact]
    public void Each_check_comes_after_others_that_there_are() =>
        Assert.All(AllChecks.List.SelectMany(check => check.After), id => Assert.Contains(AllChecks.List, check => check.Id == id));

    private static string Word(Need need) => need switch
    {
        Need.Nothing => "–",
        Need.Network => "network",
        Need.Credential => "credential",
        Need.Directory => "directory",
        _ => "token",
    };

    /// <summary>A row of the table: id, what should be true, what one meets otherwise, what to do, what it needs.</summary>
    [GeneratedRegex(@"^\| (?<id>[SNMCRT]\d+) \| (?<subject>[^|]+) \| [^|]+ \| [^|]+ \| (?<needs>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
