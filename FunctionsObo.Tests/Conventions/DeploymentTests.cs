using System.Text.RegularExpressions;
using FunctionsObo.Registration;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>What is deployed, and how, is what the pages say and the app reads. CI compiles the template (.ci/deploy); nothing here runs the workflow.</summary>
public sealed partial class DeploymentTests
{
    private const string Template = "deploy/main.bicep";
    private const string Parameters = "deploy/main.bicepparam";
    private const string Workflow = ".github/workflows/deploy.yml";

    [Theory]
    [InlineData(Template, 4)]
    [InlineData(Parameters, 5)]
    public void A_setting_that_is_deployed_is_read(string file, int least)
    {
        var settings = SettingNames.In(Read(file)).ToList();

        Assert.InRange(Setting().Count(Read(file)), least, int.MaxValue);
        Assert.All(settings, key => Assert.True(SettingNames.IsRead(key), key));
    }

    [Fact]
    public void It_deploys_what_the_tenants_sample_has_but_for_the_secret()
    {
        var sample = SettingNames.In(Read("tenant.settings.sample.json")).Except(["AzureAd:Instance", "AzureAd:ClientCredentials:ClientSecret"]);

        Assert.Empty(sample.Except(SettingNames.In(Read(Template) + Read(Parameters))));
    }

    [Fact]
    public void The_credential_is_one_that_the_app_loads_and_no_secret()
    {
        var kind = Assert.Single(Kind().Matches(Read(Template))).Groups["kind"].Value;

        Assert.Equal(CredentialSource.SignedAssertionFromManagedIdentity, Enum.Parse<CredentialSource>(kind));
        Assert.DoesNotContain("Secret", SettingNames.In(Read(Template) + Read(Parameters)).Select(key => key[(key.LastIndexOf(':') + 1)..]), StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("listKeys", Read(Template), StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_is_short_and_its_parameters_are_given()
    {
        var required = Required().Matches(Read(Template)).Select(parameter => parameter.Groups["name"].Value).ToList();

        Assert.InRange(File.ReadLines(Repository.PathOf(Template)).Count(), 100, 150);
        Assert.NotEmpty(required);
        Assert.All(required, name => Assert.Contains($"param {name} = ", Read(Parameters), StringComparison.Ordinal));
    }

    [Fact]
    public void Commands_of_the_workflow_are_those_of_the_pages()
    {
        var pages = Documents.Blocks(Documents.Read("README.md") + Documents.Read("docs/deploy.md"), "sh").SelectMany(block => block.Code.Split('\n')).Select(line => line.Trim());

        var commands = Command().Matches(Read(Workflow)).Select(command => command.Groups["command"].Value).ToList();
        Assert.Equal(2, commands.Count);
        Assert.Subset(pages.ToHashSet(StringComparer.Ordinal), commands.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void The_workflow_stores_no_secret_has_no_right_that_it_does_not_need_and_runs_actions_that_cannot_change()
    {
        var workflow = Read(Workflow);

        Assert.DoesNotContain("secrets.", workflow, StringComparison.Ordinal);
        Assert.Contains("\npermissions: {}\n", workflow, StringComparison.Ordinal);
        Assert.Equal(["contents: read", "id-token: write"], Right().Matches(workflow).Select(right => right.Groups["right"].Value));
        Assert.Equal(workflow.Split("uses: ").Length - 1, Pinned().Count(workflow));
    }

    private static string Read(string file) => File.ReadAllText(Repository.PathOf(file));

    [GeneratedRegex(@"^\s+(AzureAd|DownstreamApis)__\w+:", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"AzureAd__ClientCredentials__0__SourceType: '(?<kind>\w+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kind();

    [GeneratedRegex(@"^param (?<name>\w+) \w+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Required();

    [GeneratedRegex(@"- run: (?<command>dotnet .+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"permissions:\n\s+(?<right>[\w-]+: \w+)\n(?=    \w|    steps)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Right();

    [GeneratedRegex(@"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\n", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pinned();
}
