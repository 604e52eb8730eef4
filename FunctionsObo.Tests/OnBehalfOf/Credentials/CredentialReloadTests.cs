using System.Net;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using FunctionsObo.OnBehalfOf.Exchange;
using Microsoft.Extensions.Configuration;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>A credential that changes, or is refused, while many requests need it.</summary>
public sealed class CredentialReloadTests : IDisposable
{
    private const string Credential = "AzureAd:ClientCredentials:0";

    private static readonly string[] Users = ["alice", "bob"];

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory();
    private readonly CredentialLog _log = new();

    [Fact]
    public async Task Whoever_is_refused_while_the_credential_is_loaded_waits_for_it()
    {
        await using var stack = await Stack.StartAsync(_log.Listen);
        foreach (var user in Users) Refuse(stack, user);

        _log.Hold();
        var alice = stack.GetAsync("me", "alice");
        await Eventually.TrueAsync(() => _log.Loads == 2);
        var bob = stack.GetAsync("me", "bob");
        await Eventually.TrueAsync(() => Asked(stack) == 2);
        await Task.WhenAny(bob, Task.Delay(TimeSpan.FromMilliseconds(200))); // who does not wait has its answer by then
        _log.Release();

        Assert.All(await Task.WhenAll(alice, bob), reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        Assert.Equal(2, _log.Loads);
    }

    [Fact]
    public async Task All_requests_share_one_load_of_a_changed_credential_and_none_waits_for_it()
    {
        await using var stack = await StartWithSecretFileAsync();

        _log.Hold();
        Write("secret", WellKnown.FunctionAppSecret);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => stack.GetAsync("me", Users[i % Users.Length])));
        _log.Release();

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        await Eventually.TrueAsync(() => _log.Loads == 2);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
        Assert.Equal(2, _log.Loads);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_changed_credential_that_cannot_be_loaded_is_tried_again_after_a_while_and_the_old_one_stays(string? changed)
    {
        await using var stack = await StartWithSecretFileAsync();

        if (changed is null) File.Delete(Path.Combine(_files.FullName, "secret"));
        else Write("secret", changed);

        for (var i = 1; i <= 2; i++)
        {
            for (var request = 0; request < 10; request++) Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
            await Eventually.TrueAsync(() => _log.Failures >= i);
            Assert.Equal(i, _log.Failures);
            stack.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Nobody_asks_again_with_a_refused_credential_that_cannot_be_loaded()
    {
        await using var stack = await StartWithSecretFileAsync();
        File.Delete(Path.Combine(_files.FullName, "secret"));
        Refuse(stack, "alice");

        Assert.Equal(HttpStatusCode.InternalServerError, (await stack.GetAsync("me", "alice")).Status);

        Assert.Equal(1, Asked(stack));
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_back_does_not_put_off_the_next_load_of_a_refused_credential()
    {
        await using var stack = await Stack.StartAsync(_log.Listen);
        Refuse(stack, "alice");
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);

        stack.Time.Advance(TimeSpan.FromSeconds(30));
        stack.Time.WallClockError = TimeSpan.FromHours(-1);
        Refuse(stack, "bob");

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
    }

    [Fact]
    public async Task A_configuration_that_is_loaded_again_and_says_the_same_keeps_the_client()
    {
        await using var stack = await Stack.StartAsync(_log.Listen);
        var client = stack.Get<ConfidentialClient>();
        var before = client.Current.PerRequest;

        ((IConfigurationRoot)stack.Get<IConfiguration>()).Reload();
        _ = client.Current;

        await Eventually.TrueAsync(() => client.Current.Credential.IsCurrent);
        Assert.Equal(2, _log.Loads);
        Assert.Same(before, client.Current.PerRequest);
    }

    /// <summary>Kubernetes mounts a secret as a link through a folder that is itself a link, which is put to another folder.</summary>
    [Fact]
    public async Task A_mounted_secret_that_is_replaced_behind_its_link_is_picked_up()
    {
        var mount = Mount.Create(_files, WellKnown.FunctionAppSecret);
        await using var stack = await Stack.StartAsync(
            _log.Listen, ($"{Credential}:ClientSecret", null), ($"{Credential}:ClientSecretDiskPath", mount.Path));

        mount.Replace(WellKnown.FunctionAppSecret);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);

        await Eventually.TrueAsync(() => _log.Loads == 2);
    }

    public void Dispose()
    {
        _log.Dispose();
        _files.Delete(recursive: true);
    }

    private static void Refuse(Stack stack, string user) => stack.Emulator.Faults.Enqueue(new Fault { User = user, Error = "invalid_client" });

    private static long Asked(Stack stack) => stack.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Token);

    private Task<Stack> StartWithSecretFileAsync() => Stack.StartAsync(
        _log.Listen, ($"{Credential}:ClientSecret", null), ($"{Credential}:ClientSecretDiskPath", Write("secret", WellKnown.FunctionAppSecret)));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_files.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
