using DevStack.DownstreamApis;
using DevStack.Startup;
using EntraEmulator;
using FunctionsHost;
using FunctionsHost.Processes;
using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>FunctionApp in processes of its own behind one address, taken in turn; the database that they share; and the local stack, whose Microsoft Graph checks each token.</summary>
internal sealed class ChaosStack : IAsyncDisposable
{
    public const int Instances = 4;

    private readonly Stack<IAsyncDisposable> _started = new();

    private ChaosStack()
    {
    }

    public Emulator Emulator { get; private set; } = null!;

    /// <summary>It says which token a request came with.</summary>
    public DownstreamApi Graph { get; private set; } = null!;

    public ChaosDatabase Database { get; private set; } = null!;

    /// <summary>Of the functions, ending in a slash.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts all of it, and ends when each process has answered.</summary>
    /// <exception cref="InvalidOperationException">No PostgreSQL is installed, or the app cannot be published.</exception>
    public static async Task<ChaosStack> StartAsync(int users, CancellationToken cancellationToken)
    {
        var stack = new ChaosStack();
        try
        {
            await stack.StartPartsAsync(users, cancellationToken);
            await stack.WarmUpAsync();
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>The app first, so that it calls nobody who is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var part)) await part.DisposeAsync();
    }

    private async Task StartPartsAsync(int users, CancellationToken cancellationToken)
    {
        _started.Push(Database = await ChaosDatabase.StartAsync(cancellationToken));
        var folder = await MeasuredApp.Sharing.PublishAsync();
        var local = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true, Directory = Backends.WithUsers(users) }, cancellationToken);
        _started.Push(local);
        (Emulator, Graph) = (local.Emulator, local.Apis["Graph"]);

        var process = new AppProcess(folder) { Instances = Instances, Settings = _ => Settings(local, Database), Environment = local.TrustFile().Variables };
        var app = await HostedApp.StartAsync(process, new FunctionsHostOptions { Port = 0 }, cancellationToken);
        _started.Push(app);
        Address = new Uri(app.Address, "api/");
    }

    private static Dictionary<string, string> Settings(LocalStack local, ChaosDatabase database) => new(local.Settings, StringComparer.OrdinalIgnoreCase)
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["AzureAd:UnknownKeyCooldown"] = "00:00:01", // keys change here every few seconds, not every few weeks
        ["PostgreSqlTokenCache:Connection"] = database.Connection,
        ["PostgreSqlTokenCache:PasswordFile"] = database.PasswordFile,
        ["PostgreSqlTokenCache:Notifications"] = "true",
        ["DistributedTokenCache:PurgePollInterval"] = "00:00:02", // faults and purges come faster here as well
        ["DistributedTokenCache:CircuitBreak"] = "00:00:01",
    };

    /// <summary>What is compiled once, and the first fetch of the keys: no user's call waits for them.</summary>
    private async Task WarmUpAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var turn = 0; turn < 2 * Instances; turn++)
        {
            using var answer = await http.SendAsync(ChaosCaller.Request(HttpMethod.Get, "me", Emulator.IssueAccessToken(WellKnown.AliceName)), CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        }
    }
}
