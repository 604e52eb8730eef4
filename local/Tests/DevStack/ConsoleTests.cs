using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using FunctionApp.Functions;
using Local.Tests.DevStack.Support;

namespace Local.Tests.DevStack;

public sealed class ConsoleTests : IDisposable
{
    private readonly ConsoleRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task It_prints_a_line_to_paste_with_the_real_ports_and_stops_when_asked()
    {
        await _run.StartAsync(ConsoleRun.FreePorts);

        Assert.Equal((0, ""), await _run.StopAsync());
        Assert.Matches(Pattern(@"curl -H ""Authorization: Bearer \$\(curl -sk 'https://localhost:[1-9]\d+/dev/token\?user=alice'\)"" http://[a-z0-9.]+:[1-9]\d+/api/me\b"), _run.Output);
        Assert.Contains("carol (fabrikam) is refused", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_it_starts_before_anything_is_up_and_each_part_with_its_time_when_it_is()
    {
        await _run.StartAsync(ConsoleRun.FreePorts);
        await _run.StopAsync();

        var lines = _run.Output.Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.Matches(Pattern(@"^Starting what .*stack\.json says\.$"), lines[0]);
        Assert.Equal(
            ["Entra emulator https://", "Graph http://", "Orders http://", "FunctionApp http://"],
            lines[1..5].Select(line => Pattern(@"^  (?<part>\w+( \w+)?) +(?<scheme>https?://)[a-z0-9.]+:[1-9]\d*/\S* +\d+\.\d s$").Match(line).Groups).Select(line => $"{line["part"]} {line["scheme"]}"));
        Assert.Equal("", lines[5]);
        Assert.All(_run.Output, character => Assert.True(character is '\n' or '\r' || !char.IsControl(character), "Colours and cursor movement begin with a control character."));
    }

    [Fact]
    public async Task No_line_of_the_log_stands_between_those_of_the_start()
    {
        using var devHost = new DevHostProcess();

        await devHost.StartAsync();

        Assert.DoesNotContain(devHost.Lines, line => Pattern(@"^(trce|dbug|info|warn|fail|crit): ").IsMatch(line));
    }

    [Fact]
    public async Task Without_the_app_it_prints_the_settings_and_writes_the_certificate_without_its_key()
    {
        await _run.StartAsync([.. ConsoleRun.FreePorts, "--without-app"]);

        Assert.Equal((0, ""), await _run.StopAsync());
        var file = Path.Combine(_run.Folder, ".local", "emulator.pem");
        Assert.Contains($"export SSL_CERT_FILE='{file}'", _run.Output, StringComparison.Ordinal);
        Assert.Contains("export AzureAd__ClientId='f0bc0000-0000-4000-8000-000000000010'", _run.Output, StringComparison.Ordinal);
        Assert.Contains("\"AzureAd__Instance\": \"https://localhost:", _run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_app_it_leaves_the_certificate_for_the_tool()
    {
        await _run.StartAsync([.. ConsoleRun.FreePorts, $"--EmulatorPort={FreePort()}"]);

        Assert.Equal((0, ""), await _run.StopAsync());
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", await File.ReadAllTextAsync(Path.Combine(_run.Folder, ".local", "emulator.pem")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_free_ports_it_leaves_the_file_to_the_stack_at_the_usual_address()
    {
        await _run.StartAsync(ConsoleRun.FreePorts);

        Assert.Equal((0, ""), await _run.StopAsync());
        Assert.False(Directory.Exists(Path.Combine(_run.Folder, ".local")));
    }

    [Fact]
    public async Task With_the_app_it_runs_also_where_the_certificate_cannot_be_written()
    {
        await _run.WriteAsync(".local", "a file where the folder should be");

        await _run.StartAsync([.. ConsoleRun.FreePorts, $"--EmulatorPort={FreePort()}"]);

        var (exitCode, errors) = await _run.StopAsync();
        Assert.Equal(0, exitCode);
        Assert.Contains("The emulator's certificate cannot be written", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_file_is_all_it_takes_to_trust_the_emulator()
    {
        await _run.StartAsync([.. ConsoleRun.FreePorts, "--without-app"]);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_run.Folder, ".local", "emulator.pem"));
        using var handler = new SocketsHttpHandler
        {
            SslOptions =
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        using var http = new HttpClient(handler);
        var emulator = Pattern(@"https://localhost:\d+/").Match(_run.Output).Value;

        var token = await http.GetStringAsync(new Uri($"{emulator}dev/token?user=alice"));

        Assert.Equal(3, token.Split('.').Length);
        Assert.Equal((0, ""), await _run.StopAsync());
    }

    [Theory]
    [InlineData("--EmulatorProt", "Unknown argument '--EmulatorProt'.")]
    [InlineData("--OrdersPort", "--OrdersPort needs a port from 0 (any free one) to 65535.")]
    [InlineData("--OrdersPort=x", "--OrdersPort needs a port from 0 (any free one) to 65535, not 'x'.")]
    [InlineData("--OrdersPort=70000", "--OrdersPort needs a port from 0 (any free one) to 65535, not '70000'.")]
    public async Task A_wrong_argument_is_explained_with_exit_code_2(string argument, string explanation)
    {
        Assert.Equal(2, await _run.RunAsync(argument));
        Assert.StartsWith(explanation, _run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        Assert.Equal(0, await _run.RunAsync("--help"));
        foreach (var option in new[] { "--FunctionAppPort", "--EmulatorPort", "--GraphPort", "--OrdersPort", "--without-app", "--settings", "DEVHOST_ORDERSPORT" })
            Assert.Contains(option, _run.Output, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
