using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using DevStack;
using FunctionApp.Functions;
using FunctionsHost.InProcess;

namespace Local.Tests.DevStack;

public sealed class ProgramTests : IDisposable
{
    private static readonly string[] FreePorts = ["--FunctionAppPort=0", "--EmulatorPort=0", "--GraphPort=0", "--OrdersPort=0"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly AwaitedWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task It_prints_a_line_to_paste_with_the_real_ports_and_stops_when_asked()
    {
        var run = RunAsync(FreePorts);
        await Task.WhenAny(_output.Written, run);
        await _stop.CancelAsync();

        Assert.Equal((0, ""), (await run, _errors.ToString()));
        Assert.Matches(new Regex(@"curl -H ""Authorization: Bearer \$\(curl -sk 'https://localhost:[1-9]\d+/dev/token\?user=alice'\)"" http://[a-z0-9.]+:[1-9]\d+/api/me\b", RegexOptions.None, TimeSpan.FromSeconds(1)), _output.ToString());
        Assert.Contains("carol (fabrikam) is refused", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_app_it_prints_the_settings_and_writes_the_certificate_without_its_key()
    {
        var run = RunAsync([.. FreePorts, "--without-app"]);
        await Task.WhenAny(_output.Written, run);
        await _stop.CancelAsync();

        Assert.Equal((0, ""), (await run, _errors.ToString()));
        var file = Path.Combine(_folder.FullName, ".local", "emulator.pem");
        Assert.Contains($"export SSL_CERT_FILE='{file}'", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("export AzureAd__ClientId='f0bc0000-0000-4000-8000-000000000010'", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"AzureAd__Instance\": \"https://localhost:", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_file_is_all_it_takes_to_trust_the_emulator()
    {
        var run = RunAsync([.. FreePorts, "--without-app"]);
        await Task.WhenAny(_output.Written, run);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder.FullName, ".local", "emulator.pem"));
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
        var emulator = Regex.Match(_output.ToString(), @"https://localhost:\d+/", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        var token = await http.GetStringAsync(new Uri($"{emulator}dev/token?user=alice"));
        await _stop.CancelAsync();

        Assert.Equal(3, token.Split('.').Length);
        Assert.Equal(0, await run);
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var exitCode = await RunAsync([.. FreePorts, "--OrdersPort", $"{port}"]);

        Assert.Equal(1, exitCode);
        Assert.Equal($"Port {port} for the Orders API is taken. Stop what listens there, or choose another with --OrdersPort (0: any free one).", _errors.ToString().Trim());
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("--EmulatorProt", "Unknown argument '--EmulatorProt'.")]
    [InlineData("--OrdersPort", "--OrdersPort needs a port from 0 (any free one) to 65535.")]
    [InlineData("--OrdersPort=x", "--OrdersPort needs a port from 0 (any free one) to 65535, not 'x'.")]
    [InlineData("--OrdersPort=70000", "--OrdersPort needs a port from 0 (any free one) to 65535, not '70000'.")]
    public async Task A_wrong_argument_is_explained_with_exit_code_2(string argument, string explanation)
    {
        Assert.Equal(2, await RunAsync([argument]));
        Assert.StartsWith(explanation, _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        Assert.Equal(0, await RunAsync(["--help"]));
        foreach (var option in new[] { "--FunctionAppPort", "--EmulatorPort", "--GraphPort", "--OrdersPort", "--without-app", "DEVHOST_ORDERSPORT" })
            Assert.Contains(option, _output.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync(string[] args) => DevConsole.RunAsync(args, AppInProcess.Of<Program>(), _output, _errors, _folder.FullName, _stop.Token);

    private sealed class AwaitedWriter : StringWriter
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            _written.TrySetResult();
        }
    }
}
