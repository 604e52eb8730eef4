using System.CommandLine;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Doctor;

/// <summary>The options of <c>doctor</c>.</summary>
internal sealed class DoctorOptions
{
    private readonly Option<string?> _settings = SettingsVerb.FileOption();

    private readonly Option<bool> _offline = new("--offline") { Description = "Look only at what needs no network: the settings, the code, the credential's file." };

    private readonly Option<string?> _app = new("--app")
    {
        Description = "The built app, whose attributes say which scopes and app roles there have to be. Default: the one that was built last, in 'bin' beside the settings or in FunctionApp/bin.",
        HelpName = "dll",
    };

    private readonly Option<bool> _directory = new("--directory")
    {
        Description = "Read the registration in the directory, too: somebody who may read it signs in. The options that say where and how to sign in include it.",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "A file with a token for the API, or - for standard input: it is judged and exchanged, and sent only to the identity platform and to --call.",
        HelpName = "file|-",
    };

    private readonly Option<bool> _signIn = new("--sign-in") { Description = "Get that token by signing in as a user. With --emulator, --user includes it." };

    private readonly Option<string?> _client = new("--client")
    {
        Description = $"The client that users sign in to, by its id. Default: {AppSettings.TestClientKey} of the settings, which 'register --with-client' writes.",
        HelpName = "id",
    };

    private readonly Option<string?> _call = new("--call") { Description = "Call this address of the API with the token.", HelpName = "address" };

    private readonly CloudOptions _cloud = new();

    public IEnumerable<Option> All => [_settings, _offline, _app, _directory, _token, _signIn, _client, _call, .. _cloud.All];

    public void Validate(System.CommandLine.Parsing.CommandResult given)
    {
        bool Has(Option option) => given.GetResult(option) is { Implicit: false };
        if (Has(_token) && Has(_signIn)) given.AddError("Give either --token or --sign-in.");
        if (Has(_offline) && ((Option[])[_directory, _token, _signIn, _call, .. _cloud.All]).Any(Has))
            given.AddError("--offline asks nobody: leave out what needs the network. 'functions-obo explain' judges a token without it.");
        if (Has(_call) && !Has(_token) && !Has(_signIn) && !_cloud.HasUser(given)) given.AddError("--call needs a token: give --token or --sign-in.");
    }

    /// <exception cref="UsageException">A file, an address or a token cannot be used.</exception>
    public DoctorChoice Read(ParseResult given, Terminal terminal)
    {
        var settings = AppSettings.Read(terminal, given.GetValue(_settings));
        var isOffline = given.GetValue(_offline);
        return new DoctorChoice(settings, isOffline, isOffline ? null : Cloud(given, settings))
        {
            App = given.GetValue(_app),
            ReadsDirectory = given.GetValue(_directory) || _cloud.IsAnyGiven(given),
            TokenFile = given.GetValue(_token),
            SignsIn = given.GetValue(_signIn) || (given.GetValue(_token) is null && _cloud.HasUser(given.CommandResult)),
            Client = given.GetValue(_client) ?? settings.TestClient,
            Call = given.GetValue(_call) is { } address ? Address(address) : null,
        };
    }

    /// <summary>Settings that name no cloud are a finding, unless a cloud was asked for.</summary>
    private CloudChoice? Cloud(ParseResult given, AppSettings settings)
    {
        try
        {
            var cloud = _cloud.Read(given, settings);
            return !cloud.Addresses.IsEmulator || !Uri.TryCreate(settings.AzureAd().Instance, UriKind.Absolute, out var instance) || instance.Authority == cloud.Addresses.Authority.Authority ? cloud
                : throw new UsageException($"The emulator is at {cloud.Addresses.Authority}, and AzureAd:Instance is {instance}: give the settings of the local stack, such as local.settings.sample.json, or leave out --emulator.");
        }
        catch (UsageException) when (!_cloud.IsAnyGiven(given))
        {
            return null;
        }
    }

    private static Uri Address(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) && url.UserInfo.Length == 0
            ? url
            : throw new UsageException("--call takes an https address, or an http address of this machine, for example http://localhost:7071/api/me.");
}

/// <summary>What the options say.</summary>
internal sealed record DoctorChoice(AppSettings Settings, bool IsOffline, CloudChoice? Cloud)
{
    public string? App { get; init; }

    public bool ReadsDirectory { get; init; }

    public string? TokenFile { get; init; }

    public bool SignsIn { get; init; }

    public string? Client { get; init; }

    public Uri? Call { get; init; }
}
