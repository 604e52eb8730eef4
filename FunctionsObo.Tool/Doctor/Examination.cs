using FunctionsObo.Downstream;
using FunctionsObo.Registration;
using FunctionsObo.Tool.App;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Doctor.Credentials;
using FunctionsObo.Tool.Doctor.Metadata;
using FunctionsObo.Tool.Doctor.Network;
using FunctionsObo.Tool.Doctor.Registered;
using FunctionsObo.Tool.Doctor.Tokens;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Doctor;

/// <summary>What checks look at. What is costly is had when the first check asks for it, and once.</summary>
internal sealed class Examination : IAsyncDisposable
{
    private readonly Lazy<IReadOnlyList<string>> _startErrors;
    private readonly Lazy<EngineOfApp> _engine;

    /// <param name="terminal">The world around.</param>
    /// <param name="settings">The app's settings.</param>
    /// <param name="reach">How the cloud is reached.</param>
    public Examination(Terminal terminal, AppSettings settings, Reach reach)
    {
        (Terminal, Settings, Reach) = (terminal, settings, reach);
        Registration = settings.AzureAd();
        Apis = [.. settings.Apis.Select(name => new NamedApi(name, settings.Api(name)))];
        _startErrors = new(() => StartRules.Errors(settings));
        _engine = new(() => new EngineOfApp(settings, reach, terminal));
        Probes = new Probes(reach, terminal);
        Credential = new Credential(this);
        Metadata = new Once<MetadataLook>(cancel => MetadataLook.ReadAsync(this, cancel));
    }

    public Terminal Terminal { get; }

    public AppSettings Settings { get; }

    public Reach Reach { get; }

    public AzureAdOptions Registration { get; }

    public IReadOnlyList<NamedApi> Apis { get; }

    /// <summary>What the app's start would say of the settings.</summary>
    public IReadOnlyList<string> StartErrors => _startErrors.Value;

    /// <summary>The engine with these settings, which have to be good.</summary>
    public EngineOfApp Engine => _engine.Value;

    public Probes Probes { get; }

    public Credential Credential { get; }

    /// <summary>What the engine says of the identity platform's metadata.</summary>
    public Once<MetadataLook> Metadata { get; }

    /// <summary>Whether only the settings are looked at, and nobody in the network is asked.</summary>
    public bool IsOffline { get; init; }

    /// <summary>A scope of the settings, taken apart.</summary>
    public ScopeName ScopeOf(string scope) => ScopeName.Of(scope, Reach.Cloud?.Addresses.GraphAudience ?? "https://graph.microsoft.com");

    /// <summary>What the code asks for; null when no built app was found.</summary>
    public BuiltApp? App { get; init; }

    /// <summary>The directory; null when nobody is to sign in.</summary>
    public AppDirectory? Directory { get; init; }

    /// <summary>A token for the API; null when none was given and nobody is to sign in.</summary>
    public TokenForApi? Token { get; init; }

    /// <summary>The client that users sign in to; null when nobody names one.</summary>
    public string? Client { get; init; }

    /// <summary>What to call with the token.</summary>
    public Uri? Call { get; init; }

    public DateTimeOffset Now => Terminal.Time.GetUtcNow();

    /// <returns>Why a check with this need cannot look; null when it can.</returns>
    public string? Lacks(Need need) => need switch
    {
        Need.Directory when Directory is null => Reach.DirectoryLack,
        Need.Token when Token is null => "There is no token: give one with --token, or sign in with --sign-in.",
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        if (_engine.IsValueCreated) await _engine.Value.DisposeAsync();
        Reach.Dispose();
    }
}

/// <summary>A downstream API of the settings.</summary>
internal sealed record NamedApi(string Name, DownstreamApiOptions Options);
