using System.CommandLine;
using System.CommandLine.Parsing;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Cloud;

/// <summary>The options of every verb that reaches the identity platform: where it is, and who signs in.</summary>
internal sealed class CloudOptions
{
    /// <summary>Where DevHost has its emulator.</summary>
    private const string UsualEmulator = "https://localhost:7443/";

    private readonly Option<string?> _emulator = new("--emulator")
    {
        Description = $"Use the emulator of the local stack, {UsualEmulator} unless another address is given: identity platform, directory, certificate and sign-in.",
        HelpName = "address",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _authorityHost = new("--authority-host")
    {
        Description = "The identity platform, for example https://login.microsoftonline.us/. Default: AzureAd:Instance of the settings.",
        HelpName = "address",
    };

    private readonly Option<string?> _graph = new("--graph")
    {
        Description = "Microsoft Graph. Default: that of the cloud of the identity platform.",
        HelpName = "address",
    };

    private readonly Option<string?> _tenant = new("--tenant")
    {
        Description = "The tenant, by id or domain. Default: AzureAd:TenantId of the settings.",
        HelpName = "id",
    };

    private readonly Option<SignInMethod?> _auth = new("--auth")
    {
        Description = "Who signs in: azcli (as 'az login' did), browser, device (a code for another device), env (AZURE_CLIENT_ID and its secret or certificate). Default: azcli.",
        HelpName = "azcli|browser|device|env",
    };

    private readonly Option<string?> _user = new("--user")
    {
        Description = "With --emulator: the user who signs in, for example alice.",
        HelpName = "name",
    };

    /// <summary>For verbs that ask only what the settings name, and where nobody signs in.</summary>
    public Option EmulatorOption => _emulator;

    public IEnumerable<Option> All => [_emulator, _authorityHost, _graph, _tenant, _auth, _user];

    /// <summary>Whether somebody is to sign in: one of the options that say where and how is given.</summary>
    public bool IsAnyGiven(ParseResult given) => ((Option[])[_emulator, _authorityHost, _graph, _auth]).Any(option => given.GetResult(option) is { Implicit: false });

    /// <summary>Whether the emulator's user is named.</summary>
    public bool HasUser(SymbolResult given) => given.GetResult(_user) is { Implicit: false };

    /// <returns>The emulator's addresses; null when it is not used.</returns>
    /// <exception cref="Output.UsageException">Its address is none of this machine.</exception>
    public CloudAddresses? Emulator(ParseResult given) => given.GetResult(_emulator) is null ? null : CloudAddresses.OfEmulator(given.GetValue(_emulator) ?? UsualEmulator);

    /// <exception cref="Output.UsageException">An address is none, or an option needs another.</exception>
    public CloudChoice Read(ParseResult given, AppSettings settings)
    {
        var registration = settings.AzureAd();
        var tenant = given.GetValue(_tenant) ?? (Placeholders.IsOne(registration.TenantId) || registration.IsMultiTenant ? null : registration.TenantId);
        var addresses = Emulator(given) ?? CloudAddresses.Of(given.GetValue(_authorityHost) ?? registration.Instance, given.GetValue(_graph));
        return new CloudChoice(addresses, tenant, given.GetValue(_auth) ?? SignInMethod.AzCli, given.GetValue(_user));
    }
}

/// <summary>What the options say.</summary>
/// <param name="Addresses">Where the cloud is.</param>
/// <param name="Tenant">The tenant by id or domain; null when nobody named one.</param>
/// <param name="Method">Who signs in; the emulator needs no method.</param>
/// <param name="User">The emulator's user.</param>
internal sealed record CloudChoice(CloudAddresses Addresses, string? Tenant, SignInMethod Method, string? User);
