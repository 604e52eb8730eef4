using System.Security.Cryptography.X509Certificates;
using EntraEmulator.Dev;
using EntraEmulator.Discovery;
using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Graph;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Policies;
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
    private const int TokenRequestsToRemember = 500;

    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _web;

    private EmulatorHost(EmulatorOptions options)
    {
        (Directory, Policies) = (options.Directory, options.Policies);
        _certificate = TlsCertificate.Create(options.HostName);
        Certificate = X509CertificateLoader.LoadCertificate(_certificate.RawData);
        _web = EmulatorServer.Create(options.Port, _certificate);
        var time = options.TimeProvider;
        var mint = new TokenMint(Urls, Keys, time);
        var errors = new EntraErrorAnswer(Urls, time, options.LoggerFactory.CreateLogger(LogCategory));
        var gate = new FaultGate(Faults, new FaultPlayer(errors, time, _web.Lifetime.ApplicationStopping), Stats, options.LoggerFactory.CreateLogger(LogCategory));
        SignIns = new SignInRecords(time);
        var factors = new SecondFactors(Policies, SignIns, time);
        DevTokens = new DevTokens(Directory, mint, SignIns);
        DevSigner = new DevSigner(Keys);
        new OriginGuard(Urls, Directory).Use(_web);
        new Protocol(Urls, Directory, Keys, Policies, SignIns, factors, Stats, SeenTokenRequests, mint, errors, gate, time).Map(_web);
        new DiscoveryEndpoints(Urls, Directory, Keys, gate, errors).Map(_web);
        var callers = new CallerReader(Urls, Keys, Directory, time);
        new DirectoryEndpoint(Urls, Directory, callers, gate, time).Map(_web);
        new UserInfoEndpoint(callers, time).Map(_web);
        new DevEndpoints(DevTokens, DevSigner, Keys, Stats, SeenTokenRequests, Faults).Map(_web);
        new DevPolicies(Policies, SignIns, Directory).Map(_web);
        new DevPhone(factors).Map(_web);
        new DevConsents(Directory).Map(_web);
    }

    public EmulatorUrls Urls { get; } = new();

    public X509Certificate2 Certificate { get; }

    public TenantDirectory Directory { get; }

    public KeyRing Keys { get; } = new();

    public AccessPolicies Policies { get; }

    public SignInRecords SignIns { get; }

    public FaultScript Faults { get; } = new();

    public RequestStats Stats { get; } = new();

    public Latest<SeenTokenRequest> SeenTokenRequests { get; } = new(TokenRequestsToRemember);

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
}
