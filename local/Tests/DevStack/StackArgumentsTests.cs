using DevStack;
using DevStack.Live;
using EntraEmulator.StackFiles;
using FunctionsHost.InProcess;
using Local.Tests.EntraEmulator.StackFiles;
using DevCommandLine = DevStack.CommandLine;

namespace Local.Tests.DevStack;

/// <summary>Which stack file counts, and what the command line makes of it.</summary>
public sealed class StackArgumentsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Help_names_every_option_and_the_port_of_each_api_of_the_file()
    {
        Save("mine.json", StackText.DefaultWithApis(CannedApis.Badges));

        Assert.Equal(0, await RunAsync("--stack", "mine.json", "--help"));
        string[] options = ["--stack <file>", "--free-ports", "--settings <file>", "--without-app", "--FunctionAppPort <port>", "--EmulatorPort <port>", "--GraphPort <port>", "--OrdersPort <port>", "--BadgesPort <port>", "DEVHOST_STACK", "DEVHOST_BADGESPORT"];
        Assert.All(options, option => Assert.Contains(option, _output.ToString(), StringComparison.Ordinal));
        Assert.Empty(_errors.ToString());
    }

    [Fact]
    public async Task A_wrong_file_ends_with_exit_code_1_and_a_line_for_each_error()
    {
        Save("mine.json", StackText.Least.Replace("\"domain\"", "\"dommain\"", StringComparison.Ordinal));

        Assert.Equal(1, await RunAsync("--stack=mine.json"));
        Assert.Equal(
            [
                "mine.json:2:15: tenants[0] has no \"domain\". Add it, such as \"domain\": \"contoso.example\".",
                "mine.json:2:82: tenants[0].dommain is unknown. Did you mean \"domain\"?",
            ],
            Lines());
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_exit_code_1_and_the_fix()
    {
        Assert.Equal(1, await RunAsync("--stack", "mine.json"));
        Assert.Equal(["mine.json: there is no such file. Choose one with --stack, or leave that out for the nearest stack.json."], Lines());
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        Assert.Equal(1, await RunAsync("--stack", "."));
        Assert.StartsWith(".: it cannot be read.", Assert.Single(Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_of_an_api_that_is_not_in_the_file_is_wrong()
    {
        Save("mine.json", StackText.Least);

        Assert.Equal(2, await RunAsync("--stack", "mine.json", "--GraphPort", "0"));
        Assert.StartsWith("Unknown argument '--GraphPort'.", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_option_without_a_file_is_a_wrong_argument()
    {
        Save("stack.json", StackText.Default);

        Assert.Equal(2, await RunAsync("--stack"));
        Assert.Contains("--stack", Lines()[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from the command line", "--stack", "from the command line")]
    [InlineData("from the command line", "--STACK=from the command line")]
    [InlineData("from the environment", "--free-ports")]
    public void The_command_line_goes_before_the_environment(string file, params string[] args) =>
        Assert.Equal(file, DevCommandLine.StackFile(name => name == "DEVHOST_STACK" ? "from the environment" : null, args));

    [Fact]
    public void Free_ports_are_for_all_that_are_given_none()
    {
        var options = Arguments.Parse(["--free-ports", "--OrdersPort", "7099"], name => name == "DEVHOST_GRAPHPORT" ? "7098" : null);

        Assert.Equal((0, 0, 0, 7099), (options.FunctionAppPort, options.EmulatorPort, options.ApiPorts["Graph"], options.ApiPorts["Orders"]));
    }

    [Theory]
    [InlineData("stack.json", "", "stack.json")]
    [InlineData("local/stack.json", "", "local/stack.json")]
    [InlineData("stack.json", "FunctionApp/Functions", "stack.json")]
    [InlineData("local/stack.json", "FunctionApp/Functions", "local/stack.json")]
    public void Without_one_the_nearest_file_in_or_above_the_working_directory_counts(string file, string workingDirectory, string found)
    {
        Save(file, StackText.Default);
        var folder = _folder.CreateSubdirectory(workingDirectory.Length > 0 ? workingDirectory : ".").FullName;

        Assert.Equal(Path.Combine(_folder.FullName, found), Path.GetFullPath(StackSource.Find(null, folder, Path.GetTempPath()).Path!));
    }

    [Fact]
    public void Without_any_file_the_built_in_stack_counts()
    {
        var source = StackSource.Find(null, _folder.FullName, _folder.FullName);

        Assert.Equal((null, "the built-in stack.json"), (source.Path, source.Name));
        Assert.Same(StackDefinition.Default, source.Definition);
    }

    private void Save(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string[] Lines() => _errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private Task<int> RunAsync(params string[] args) => DevConsole.RunAsync(args, AppInProcess.Of<Program>(), _output, _errors, _folder.FullName, CancellationToken.None);
}
