using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using DevStack;
using DevStack.Startup;
using DevStack.Stores;
using FunctionsHost.InProcess;
using Local.Tests.DevStack.Support;
using TestSupport;

namespace Local.Tests.DevStack;

/// <summary>DevHost with a store by which the processes of the app share their tokens. Only on Linux do they trust the emulator by a file.</summary>
public sealed class StoreTests : IDisposable
{
    private static readonly bool HasPostgreSql = InstalledPostgreSql.Find(Environment.GetEnvironmentVariable) is not null;

    private readonly ConsoleRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Processes_that_share_a_PostgreSQL_exchange_once_for_all_and_it_ends_with_them()
    {
        if (!OperatingSystem.IsLinux() || !HasPostgreSql) return;
        var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>(), Store = SharedStore.PostgreSql, Instances = 2 }, CancellationToken.None);
        await using (stack)
        {
            using var http = new HttpClient { BaseAddress = new Uri(stack.FunctionAppAddress!, "api/") };
            var token = stack.Emulator.IssueAccessToken("alice");

            for (var call = 0; call < 4; call++) Assert.Equal(HttpStatusCode.OK, await MeAsync(http, token));

            Assert.Equal(1, stack.Emulator.Stats.Snapshot().Exchanges("alice", "graph"));
            Assert.Contains("/Npgsql.dll", await File.ReadAllTextAsync(MapsOf(stack)), StringComparison.Ordinal);
        }

        using var server = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => server.ConnectAsync(IPAddress.Loopback, stack.Store!.Address.Port));
    }

    [Fact]
    public async Task Processes_that_share_a_Garnet_find_what_the_other_has_got_and_the_greeting_says_where_it_is()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var devHost = new DevHostProcess();
        await devHost.StartAsync("--store=garnet", "--instances=2");
        using var http = devHost.CreateClient();

        Assert.Contains(devHost.Lines, line => Regex.IsMatch(line, "^Tokens are shared by Garnet at redis://127.0.0.1:[0-9]+/, which ends with it.$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Eventually.TrueAsync(async () =>
        {
            var (before, token) = (await ExchangesAsync(devHost, http), await http.GetStringAsync(new Uri(devHost.Emulator, "dev/token?user=alice")));
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await MeAsync(http, token), await MeAsync(http, token))); // one in each process; the first writes after it has answered
            return await ExchangesAsync(devHost, http) == before + 1;
        });
    }

    [Fact]
    public async Task An_app_in_DevHosts_own_process_uses_it_too()
    {
        if (!HasPostgreSql) return;
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>(), Store = SharedStore.PostgreSql }, CancellationToken.None);

        Assert.NotNull(stack.FunctionApp!.Services.GetService(typeof(FunctionsObo.TokenStores.ITokenStore)));
        Assert.Equal(stack.Store!.Settings["PostgreSqlTokenCache:Connection"], stack.Settings["PostgreSqlTokenCache:Connection"]);
    }

    [Fact]
    public async Task Without_one_an_app_loads_no_driver()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>(), Instances = 1 }, CancellationToken.None);

        Assert.DoesNotMatch("Npgsql|Redis", await File.ReadAllTextAsync(MapsOf(stack)));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_a_wrong_argument()
    {
        Assert.Equal(2, await _run.RunAsync("--store=mysql"));
        Assert.StartsWith("--store knows postgres, not 'mysql'.", _run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_PostgreSQL_is_installed_a_sentence_says_how_to_get_one()
    {
        using var devHost = new DevHostProcess();
        devHost.Variables["PG_BIN"] = devHost.PathOf("");

        Assert.Equal((1, $"--store postgres: {InstalledPostgreSql.Missing}"), await devHost.RunAsync("--store=postgres"));
    }

    [Fact]
    public Task An_app_without_the_library_is_told_which_one() =>
        FailsAsync(
            "--store mine is of no use to FunctionApp, which has no Contoso.Store. Add that package and its line in Program.cs (docs/scale-out.md), or leave --store out.",
            new SharedStore("mine", "Contoso.Store", _ => throw new NotSupportedException()));

    [Fact]
    public Task A_server_that_does_not_start_says_why() =>
        FailsAsync("--store mine: It is tired.", new SharedStore("mine", "FunctionsObo", _ => throw new InvalidOperationException("It is tired.")));

    [Theory]
    [InlineData("ConnectionStrings__Redis", "nonsense=1", "ConnectionStrings:Redis is no connection string of StackExchange.Redis")]
    [InlineData("ConnectionStrings__Redis", ",ssl=true", "ConnectionStrings:Redis is no connection string of StackExchange.Redis")]
    [InlineData("PostgreSqlTokenCache__MaxConnections", "5", "PostgreSqlTokenCache:Connection is missing")]
    [InlineData("PostgreSqlTokenCache__Connection", "Host=localhost;Database=obo;Username=functions_obo\", \"ConnectionStrings__Redis\": \"localhost", "ConnectionStrings:Redis and PostgreSqlTokenCache both name a store")]
    public async Task FunctionApp_says_what_is_wrong_with_the_setting_of_a_store(string name, string value, string explanation)
    {
        var file = await _run.WriteAsync("mine.json", $$"""{ "IsEncrypted": false, "Values": { "{{name}}": "{{value}}" } }""");

        Assert.Equal(1, await _run.RunAsync([.. ConsoleRun.FreePorts, "--settings", file]));
        Assert.Contains(explanation, _run.Errors, StringComparison.Ordinal);
    }

    /// <summary>The files that its process has loaded: https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html.</summary>
    private static string MapsOf(LocalStack stack) => $"/proc/{stack.FunctionApp!.ProcessIds[0]}/maps";

    private static async Task<long> ExchangesAsync(DevHostProcess devHost, HttpClient http)
    {
        var stats = await http.GetFromJsonAsync<JsonElement>(new Uri(devHost.Emulator, "dev/stats"));
        return stats.GetProperty("grants").TryGetProperty("on_behalf_of", out var count) ? count.GetInt64() : 0;
    }

    private static async Task<HttpStatusCode> MeAsync(HttpClient http, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "me") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private async Task FailsAsync(string sentence, SharedStore store)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await DevConsole.RunAsync([.. ConsoleRun.FreePorts, $"--store={store.Name}"], AppInProcess.Of<Program>(), output, errors, _run.Folder, CancellationToken.None, page: null, store);

        Assert.Equal((1, sentence), (exitCode, errors.ToString().Trim()));
    }
}
