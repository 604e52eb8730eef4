using System.Text.Json;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>Secrets that go into the user secrets of a project, by the SDK's own command.</summary>
public sealed class UserSecretsTests(RegistrationTenant tenant) : IClassFixture<RegistrationTenant>, IDisposable
{
    private const string Key = "AzureAd:ClientCredentials:0:ClientSecret";

    private readonly string _id = Guid.NewGuid().ToString();

    private string Project => Path.Combine(tenant.Folder, "Api.csproj");

    private string Store => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".microsoft", "usersecrets", _id);

    public void Dispose()
    {
        if (Directory.Exists(Store)) Directory.Delete(Store, recursive: true);
    }

    [Fact]
    public async Task The_secret_is_there_and_not_in_the_file_and_is_kept()
    {
        if (OperatingSystem.IsWindows()) return; // another folder holds them there
        await File.WriteAllTextAsync(Project, $"""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><UserSecretsId>{_id}</UserSecretsId></PropertyGroup></Project>""");

        var run = await tenant.RegisterAsync("--user-secrets", Project);

        Assert.True(run.ExitCode == 0, run.Everything);
        using var store = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Store, "secrets.json")));
        var secret = store.RootElement.GetProperty(Key).GetString()!;
        Assert.StartsWith(Assert.Single(Assert.Single(await tenant.ApplicationsAsync("FunctionApp")).Objects("passwordCredentials")).Text("hint")!, secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, tenant.Settings, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, run.Everything, StringComparison.Ordinal);
        Assert.Contains("Nothing to change", (await tenant.RegisterAsync("--user-secrets", Project)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_user_secrets_is_told_how_to_get_them_before_anything_is_made()
    {
        await File.WriteAllTextAsync(Project, """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        tenant.Reset();

        var run = await tenant.RegisterAsync("--user-secrets", Project);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("run 'dotnet user-secrets init --project", run.Error, StringComparison.Ordinal);
        Assert.Empty(await tenant.ApplicationsAsync("FunctionApp"));
    }
}
