using System.Net;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

public sealed class CredentialTests : IDisposable
{
    private const string Credential = "AzureAd:ClientCredentials:0";

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task A55_a_secret_file_that_is_rotated_is_picked_up_without_a_restart()
    {
        var directory = TenantDirectory.CreateDefault();
        var registered = directory.FindApplication("functions")!.Credentials;
        await using var stack = await Stack.StartAsync(
            directory, ($"{Credential}:ClientSecret", null), ($"{Credential}:ClientSecretDiskPath", Write("secret", $"{WellKnown.FunctionAppSecret}\n")));
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);

        registered.RemoveSecret(WellKnown.FunctionAppSecret).AddSecret("the next one");
        Write("secret", "the next one");

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
    }

    [Fact]
    public async Task A55_a_secret_that_changes_in_the_configuration_is_picked_up_without_a_restart()
    {
        var directory = TenantDirectory.CreateDefault();
        await using var stack = await Stack.StartAsync(directory);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);

        directory.FindApplication("functions")!.Credentials.RemoveSecret(WellKnown.FunctionAppSecret).AddSecret("the next one");
        var configuration = (IConfigurationRoot)stack.Get<IConfiguration>();
        configuration[$"{Credential}:ClientSecret"] = "the next one";
        configuration.Reload();

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
    }

    [Fact]
    public async Task A55_a_refused_credential_is_loaded_once_more_and_not_at_every_call()
    {
        await using var stack = await Stack.StartAsync(($"{Credential}:ClientSecret", "wrong"));

        for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.InternalServerError, (await stack.GetAsync("me", "alice")).Status);

        Assert.Equal(11, stack.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Token)); // one retry for ten calls
    }

    [Fact]
    public async Task The_first_credential_that_can_be_loaded_is_used()
    {
        await using var stack = await Stack.StartAsync(
            ($"{Credential}:SourceType", "Path"),
            ($"{Credential}:CertificateDiskPath", "/does/not/exist.pfx"),
            ("AzureAd:ClientCredentials:1:SourceType", "ClientSecret"),
            ("AzureAd:ClientCredentials:1:ClientSecret", WellKnown.FunctionAppSecret));

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
    }

    [Fact]
    public async Task A_credential_that_cannot_be_read_stops_the_start_and_is_named()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(
            ($"{Credential}:SourceType", "Path"), ($"{Credential}:CertificateDiskPath", Write("broken.pfx", "no certificate"))));

        Assert.Contains("the Path credential cannot be read", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_file_that_is_empty_stops_the_start_and_is_named()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(
            ($"{Credential}:ClientSecret", null), ($"{Credential}:ClientSecretDiskPath", Write("secret", "\n"))));

        Assert.Contains($"{Path.DirectorySeparatorChar}secret' is empty", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    public void Dispose() => _files.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_files.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
