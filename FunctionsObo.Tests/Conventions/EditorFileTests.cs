using System.Text.Json;
using DevStack.Startup;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>What editors read in this repository can be read, and points to what is there.</summary>
public sealed class EditorFileTests
{
    private const string Here = "${workspaceFolder}/";
    private static readonly JsonDocumentOptions Comments = new() { CommentHandling = JsonCommentHandling.Skip };

    public static TheoryData<string> All =>
    [
        ".vscode/launch.json", ".vscode/tasks.json", ".vscode/extensions.json", ".devcontainer/devcontainer.json",
        "local/DevHost/Properties/launchSettings.json", "FunctionApp/Properties/launchSettings.json",
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Paths_in_it_exist(string file)
    {
        using var json = Read(file);

        Assert.All(Texts(json.RootElement).Where(text => text.StartsWith(Here, StringComparison.Ordinal)), text =>
        {
            // What a build makes stands in the folder of its project.
            var path = text[Here.Length..].Split("/bin/");
            Assert.True(Path.Exists(Repository.PathOf(path[0])), text);
            if (path is [var project, var built]) Assert.True(File.Exists(Repository.PathOf($"{project}/{Path.GetFileNameWithoutExtension(built)}.csproj")), text);
        });
    }

    [Fact]
    public void What_is_built_before_a_launch_is_a_task()
    {
        using var launch = Read(".vscode/launch.json");
        using var tasks = Read(".vscode/tasks.json");
        var labels = tasks.RootElement.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("label").GetString());

        Assert.Subset(labels.ToHashSet(), launch.RootElement.GetProperty("configurations").EnumerateArray().Select(one => one.GetProperty("preLaunchTask").GetString()).ToHashSet());
    }

    [Fact]
    public void The_container_forwards_the_ports_of_the_stack()
    {
        using var container = Read(".devcontainer/devcontainer.json");
        var stack = new LocalStackOptions();

        Assert.Equal(
            new[] { stack.FunctionAppPort, stack.EmulatorPort }.Concat(stack.Stack.DownstreamApis.Select(api => api.Port)),
            container.RootElement.GetProperty("forwardPorts").EnumerateArray().Select(port => port.GetInt32()));
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf(file)), Comments);

    private static IEnumerable<string> Texts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [json.GetString()!],
        _ => [],
    };
}
