using System.Diagnostics;
using FunctionsHost;
using FunctionsHost.InProcess;
using FunctionsObo.Registration;
using FunctionsObo.Testing.Clients;
using FunctionsObo.Testing.Downstream;
using FunctionsObo.Testing.Observation;
using FunctionsObo.Testing.Platform;
using FunctionsObo.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Testing;

/// <summary>A whole app under test: who calls it, what it calls, and what it said and measured.</summary>
public sealed class TestApp : IAsyncDisposable
{
    private readonly SocketsHttpHandler _network = new() { ActivityHeadersPropagator = null, AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
    private readonly Traces _traces = new();
    private readonly CapturedSpans _spans;
    private readonly AppUnderTest _app;
    private readonly HostedApp _host;
    private readonly RealTimeLimit _limit;
    private readonly RealTimeLimit _stopLimit;
    private readonly CallerTokens _tokens;

    private TestApp(AppUnderTest app, HostedApp host, TestAppOptions options)
    {
        (_app, _host) = (app, host);
        _limit = new RealTimeLimit(options.ResponseLimit, app.Time);
        _stopLimit = new RealTimeLimit(options.StartLimit, app.Time);
        _spans = new CapturedSpans(_traces);
        _tokens = new CallerTokens(app.Emulator, host.Services.GetRequiredService<IOptions<AzureAdOptions>>().Value.EffectiveAudiences.First());
        Entra = new TestPlatform(app.Emulator, app.Registered);
        Metrics = new CapturedMetrics(host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        AnonymousClient = Client("nobody", token: null);
    }

    /// <summary>Where the app's functions are; all clients have it as their base address.</summary>
    public Uri Address => new(_host.Address, "api/");

    /// <summary>A client without a token.</summary>
    public HttpClient AnonymousClient { get; }

    /// <summary>The identity platform: what it refuses, and its emulator.</summary>
    public TestPlatform Entra { get; }

    /// <summary>The clock of the app and the identity platform. It stands until it is moved.</summary>
    public ManualTime Time => _app.Time;

    /// <summary>What the app logged, at every level.</summary>
    public FakeLogCollector Logs => _app.Logs;

    /// <summary>What the app measured.</summary>
    public CapturedMetrics Metrics { get; }

    /// <summary>The spans that have ended, of requests that this app's clients sent.</summary>
    public IReadOnlyList<Activity> Spans => _spans.Ended;

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>A client that calls as a user, with a token that is renewed whenever it must be.</summary>
    /// <param name="user">alice or bob (of the app's own tenant), carol (of another), or one of <see cref="TestAppOptions.Users"/>.</param>
    /// <param name="scopes">The scopes in the token, whether the app knows them or not.</param>
    /// <exception cref="ArgumentException">There is no such user; the message lists the known ones.</exception>
    public HttpClient ClientFor(string user, params string[] scopes) => Client(user, () => TokenFor(user, scopes));

    /// <summary>A client that calls as an app, without a user.</summary>
    /// <param name="app">daemon.</param>
    /// <param name="roles">The app roles in the token, whether the app under test knows them or not.</param>
    /// <exception cref="ArgumentException">There is no such app; the message lists the known ones.</exception>
    public HttpClient ClientForApp(string app, params string[] roles) => Client(app, () => TokenForApp(app, roles));

    /// <summary>A client with one token for ever: an old one, or one that a test has changed.</summary>
    public HttpClient ClientWith(string token) => Client("a token of the test's", new CallerToken(_app.Emulator, Time, () => token).Get);

    /// <summary>A client of the same user that did what a claims challenge asked for, and has a new token.</summary>
    /// <param name="challenge">The app's answer.</param>
    /// <exception cref="ArgumentException">The answer is no claims challenge; the message says what it is.</exception>
    public HttpClient ClientThatMet(HttpResponseMessage challenge) => ChallengeMet.Client(challenge, _tokens, (who, token) => Client(who, token));

    /// <summary>A user's access token for the app.</summary>
    /// <inheritdoc cref="ClientFor" path="/param"/>
    public string TokenFor(string user, params string[] scopes) => _tokens.ForUser(user, scopes);

    /// <summary>An app's access token for the app under test.</summary>
    /// <inheritdoc cref="ClientForApp" path="/param"/>
    public string TokenForApp(string app, params string[] roles) => _tokens.ForApp(app, roles);

    /// <summary>A downstream API: what it answers, and what it was asked.</summary>
    /// <param name="name">Its name in the app.</param>
    /// <exception cref="ArgumentException">The app has no such API; the message lists those that it has.</exception>
    public TestApi Api(string name) => _app.Apis.FirstOrDefault(api => api.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw Unknown.Api(name, _app.Apis.Select(api => api.Name), nameof(name));

    /// <summary>Runs a function that is not triggered by HTTP, as its trigger would.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="input">What the trigger brings, as text or JSON.</param>
    /// <returns>What the function returned, as text or JSON; null for nothing.</returns>
    public Task<string?> RunFunctionAsync(string name, string input) => _limit.WatchAsync(_host.RunFunctionAsync(name, input, CancellationToken.None), () => $"Function {name}");

    /// <summary>Stops the app.</summary>
    /// <exception cref="UnscriptedRequestException">The app sent a request that nobody scripted, and no call of the test was told.</exception>
    /// <exception cref="TimeoutException">It did not stop in time; the message says what waits.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stopLimit.WatchAsync(_host.DisposeAsync().AsTask(), () => "Stopping the app");
        }
        finally
        {
            _network.Dispose();
            _spans.Dispose();
            Metrics.Dispose();
            await _app.DisposeAsync();
        }

        _app.Surprises.ThrowIfAny();
    }

    internal static async Task<TestApp> StartAsync<TProgram>(TestAppOptions options, CancellationToken cancellationToken)
    {
        var app = new AppUnderTest(options);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var host = new FunctionsHostOptions { Port = 0 };
            var starting = HostedApp.StartAsync(AppInProcess.Of<TProgram>() with { Configure = app.Connect }, host, giveUp.Token);
            return new TestApp(app, await new RealTimeLimit(options.StartLimit, app.Time).WatchAsync(starting, () => "Starting the app"), options);
        }
        catch
        {
            await giveUp.CancelAsync();
            await app.DisposeAsync();
            throw;
        }
    }

    private HttpClient Client(string who, Func<string>? token) => new(
        new CallerHandler(_network, who, token is null ? null : new CallerToken(_app.Emulator, Time, token).Get, _traces, _app.Surprises, _limit))
    {
        BaseAddress = Address,
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
