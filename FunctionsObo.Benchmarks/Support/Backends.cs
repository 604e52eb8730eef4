using DevStack.Startup;
using EntraEmulator;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using TestSupport;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>What measured apps call, the same for all of them: the Entra emulator, and a downstream API that answers at once.</summary>
internal sealed class Backends : IAsyncDisposable
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(12);

    private readonly LocalStack _stack;
    private readonly DownstreamServer _downstream;
    private readonly string _certificate = Path.GetTempFileName();

    private Backends(LocalStack stack, DownstreamServer downstream)
    {
        (_stack, _downstream) = (stack, downstream);
        File.WriteAllText(_certificate, stack.Emulator.Certificate.ExportCertificatePem());
        Settings = stack.Settings
            .Append(new("DownstreamApis:Graph:BaseUrl", downstream.Address.ToString()))
            .Append(new("Logging:LogLevel:Default", "Warning"))
            .GroupBy(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(setting => setting.Key, setting => setting.Last(), StringComparer.OrdinalIgnoreCase);
        Environment = Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))
            .Append(new("SSL_CERT_FILE", _certificate))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public Emulator Emulator => _stack.Emulator;

    /// <summary>The configuration of an app that is to call them; in this process it also needs <see cref="EntraEmulator.Emulator.CreateHandler"/>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The environment of an app that is to call them from a process of its own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Starts them.</summary>
    /// <param name="users">So many users besides alice and bob.</param>
    public static async Task<Backends> StartAsync(int users = 0) => new(
        await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true, Directory = WithUsers(users) }, CancellationToken.None),
        await DownstreamServer.StartAsync());

    /// <summary>A token of one of the users.</summary>
    public string TokenOf(int user) => TokenOf($"user{user}");

    /// <summary>A token of the user of that name, another one each time.</summary>
    public string TokenOf(string name) => Emulator.IssueAccessToken(new TokenRequest { User = name, Lifetime = TokenLifetime });

    public async ValueTask DisposeAsync()
    {
        await _downstream.DisposeAsync();
        await _stack.DisposeAsync();
        File.Delete(_certificate);
    }

    /// <summary>The usual directory with so many users more: user0, user1 and so on.</summary>
    public static TenantDirectory WithUsers(int users) => TenantDirectory.CreateDefault().With(users: Enumerable.Range(0, users).Select(user => new User
    {
        Name = $"user{user}",
        ObjectId = $"00000000-0000-4000-8000-{user:x12}",
        TenantId = WellKnown.ContosoTenantId,
        DisplayName = $"User {user}",
        Mail = $"user{user}@{WellKnown.ContosoDomain}",
    }));
}
