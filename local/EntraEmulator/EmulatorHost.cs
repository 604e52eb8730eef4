using System.Security.Cryptography.X509Certificates;
using EntraEmulator.Clients;
using EntraEmulator.Dev;
using EntraEmulator.Discovery;
using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Grants;
using EntraEmulator.Graph;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.SignIn;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace EntraEmulator;

/// <summary>The parts of an emulator put together, on Kestrel.</summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    private const string LogCategory = "EntraEmulator";

    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _web;

    private EmulatorHost(EmulatorOptions options)
    {
        Directory = options.Directory;
        _certificate = TlsCertificate.Create(options.HostName);
        Certificate = X509CertificateLoader.LoadCertificate(_certificate.RawData);
        _web = EmulatorServer.Create(options.Port, _certificate);
        var time = options.TimeProvider;
        var mint = new TokenMint(Urls, Keys, time);
        var errors = new EntraErrorAnswer(Urls, time, options.LoggerFactory.CreateLogger(LogCategory));
        var gate = new FaultGate(Faults, new FaultPlayer(errors, time, _web.Lifetime.ApplicationStopping), Stats, options.LoggerFactory.CreateLogger(LogCategory));
        DevTokens = new DevTokens(Directory, mint);
        DevSigner = new DevSigner(Keys);
        new OriginGuard(Urls, Directory).Use(_web);
        MapSignIn(mint, errors, gate, time);
        new DiscoveryEndpoints(Urls, Directory, Keys, gate, errors).Map(_web);
        var callers = new CallerReader(Urls, Keys, Directory, time);
        new DirectoryEndpoint(Urls, Directory, callers, gate, time).Map(_web);
        new UserInfoEndpoint(callers, time).Map(_web);
        new DevEndpoints(DevTokens, DevSigner, Keys, Stats, Faults).Map(_web);
    }

    public EmulatorUrls Urls { get; } = new();

    public X509Certificate2 Certificate { get; }

    public TenantDirectory Directory { get; }

    public KeyRing Keys { get; } = new();

    public FaultScript Faults { get; } = new();

    public RequestStats Stats { get; } = new();

    public DevTokens DevTokens { get; }

    public DevSigner DevSigner { get; }

    public static async Task<EmulatorHost> StartAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        var host = new EmulatorHost(options);
        try
        {
            await host._web.StartAsync(cancellationToken);
            host.Urls.Address = new Uri($"https://{options.HostName}:{EmulatorServer.PortOf(host._web)}/");
            return host;
        }
        catch (Exception e)
        {
            await host.DisposeAsync();
            if (e is IOException { InnerException: AddressInUseException })
                throw new IOException($"Port {options.Port} is taken: stop what listens there, or give the emulator another port (0 for any free one).", e);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _certificate.Dispose();
        Keys.GiveBack();
    }

    private void MapSignIn(TokenMint mint, EntraErrorAnswer errors, FaultGate gate, TimeProvider time)
    {
        var (sessions, deviceCodes) = (new SignInSessions(time), new DeviceCodes(time));
        var (codes, pending) = (new OneTime<AuthorizationCode>(AuthorizationCode.Lifetime, time), new OneTime<PendingSignIn>(PendingSignIn.Lifetime, time));
        var consents = new Consents(Directory, new Permissions(Directory));
        var answer = new AuthorizeAnswer(errors);
        var flow = new SignInFlow(Directory, sessions, consents, pending, codes, answer, time);
        new AuthorizeEndpoint(Directory, flow, answer, errors, gate).Map(_web);
        new SignInPages(flow, sessions, consents, pending, answer, errors).Map(_web);
        new DeviceLogin(Directory, deviceCodes, sessions, consents, new OneTime<DeviceSignIn>(DeviceCodes.Lifetime, time), time).Map(_web);
        new LogoutEndpoint(Directory, sessions, errors).Map(_web);
        MapTokens(mint, errors, gate, time, codes, deviceCodes);
    }

    private void MapTokens(TokenMint mint, EntraErrorAnswer errors, FaultGate gate, TimeProvider time, OneTime<AuthorizationCode> codes, DeviceCodes deviceCodes)
    {
        var permissions = new Permissions(Directory);
        var refreshTokens = new RefreshTokens(time);
        var tokens = new UserTokens(mint, refreshTokens);
        var assertions = new ClientAssertions(new CertificateAssertions(Urls, time), new FederatedAssertions(Keys, time));
        IGrant[] grants =
        [
            new OnBehalfOfGrant(new UserAssertions(Urls, Keys, Directory, time), permissions, tokens),
            new ClientCredentialsGrant(permissions, mint),
            new RefreshTokenGrant(Directory, refreshTokens, permissions, tokens, time),
            new AuthorizationCodeGrant(codes, permissions, tokens, time),
            .. DeviceCodeGrant.Spellings.Select(spelling => new DeviceCodeGrant(spelling, Directory, deviceCodes, permissions, tokens, time)),
        ];
        var clients = new ClientAuthenticator(Directory, assertions, time);
        new TokenEndpoint(Directory, grants, clients, new TokenRequestSubjects(Directory, refreshTokens), gate, errors, Stats).Map(_web);
        new DeviceCodeEndpoint(Urls, Directory, clients, deviceCodes, gate, errors).Map(_web);
    }
}
