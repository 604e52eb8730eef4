using System.Diagnostics.Metrics;
using System.Text;
using System.Threading.Channels;
using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.Cache;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf;

/// <summary>The shared exchange with its cache, over an identity platform whose answers a test gives one by one.</summary>
internal sealed class ScriptedExchanges : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Channel<PendingExchange> _started = Channel.CreateUnbounded<PendingExchange>();
    private int _count;

    public ScriptedExchanges(TokenCacheOptions? cache = null, OnBehalfOfOptions? options = null)
    {
        Clock = new MonotonicClock(Time);
        Cache = new DownstreamTokenCache(Options.Create(cache ?? new TokenCacheOptions()), Marks, Clock, Time);
        var metrics = new CacheMetrics(_services.GetRequiredService<IMeterFactory>(), Cache);
        Shared = new SharedExchange(Cache, metrics, Marks, Options.Create(options ?? new OnBehalfOfOptions()), Clock, Time);
    }

    public ManualTime Time { get; } = new();

    public PurgeMarks Marks { get; } = new();

    public MonotonicClock Clock { get; }

    public DownstreamTokenCache Cache { get; }

    public SharedExchange Shared { get; }

    /// <summary>The newest refresh.</summary>
    public Task Refreshing { get; private set; } = Task.CompletedTask;

    /// <summary>How many exchanges have begun.</summary>
    public int Count => Volatile.Read(ref _count);

    public static TokenKey KeyOf(string user) => new(TokenHash.Compute($"assertion of {user}"), Graph);

    public static PrincipalId IdOf(string user) => new("tenant", user);

    /// <summary>What a request of the user that begins now wants.</summary>
    public TokenAcquisition Wanted(string user, string? claims = null, DownstreamToken? refused = null, TimeSpan? assertionEndsIn = null) =>
        new(KeyOf(user), IdOf(user), Marks.Now, assertionEndsIn, AcquireAsync) { Claims = claims, Refused = refused };

    public Task<DownstreamToken> GetAsync(TokenAcquisition wanted) => Shared.GetAsync(wanted, CancellationToken.None).AsTask();

    /// <summary>The next exchange that has begun, to be answered.</summary>
    public async Task<PendingExchange> NextAsync() => await _started.Reader.ReadAsync();

    /// <summary>Gets a token by an exchange that succeeds.</summary>
    public async Task<DownstreamToken> GetAsync(TokenAcquisition wanted, string token, TimeSpan? lifetime = null)
    {
        var result = GetAsync(wanted);
        (await NextAsync()).Succeed(token, lifetime);
        return await result;
    }

    /// <summary>The token that the user's next request would find; null when there is none.</summary>
    public string? Cached(string user) => Cache.Find(KeyOf(user), Clock.Now) is { } cached ? cached.ToToken().Authorization["Bearer ".Length..] : null;

    public void Purge(string user)
    {
        Marks.Purge(IdOf(user));
        Cache.RemovePurged();
    }

    /// <summary>Starts the refresh of the user's token, as a request does that finds it due.</summary>
    /// <returns>Whether one was started: not while another one is under way, or has to wait.</returns>
    public bool RefreshIfDue(string user)
    {
        if (Cache.Find(KeyOf(user), Clock.Now) is not { } cached || !cached.ClaimRefresh(Clock.Now)) return false;
        Refreshing = Shared.Refresh(cached, Wanted(user));
        return true;
    }

    public void Dispose()
    {
        Shared.Dispose();
        Cache.Dispose();
        _services.Dispose();
    }

    private Task<AcquiredToken> AcquireAsync(string? claims, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        var pending = new PendingExchange(claims, Clock, Time);
        _started.Writer.TryWrite(pending);
        return pending.Answer.WaitAsync(cancellationToken);
    }
}

/// <summary>An exchange under way.</summary>
internal sealed class PendingExchange(string? claims, MonotonicClock clock, TimeProvider time)
{
    private readonly TaskCompletionSource<AcquiredToken> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? Claims => claims;

    public Task<AcquiredToken> Answer => _answer.Task;

    /// <summary>The token is to be refreshed at half of its lifetime, an hour unless given.</summary>
    public void Succeed(string token, TimeSpan? lifetime = null)
    {
        var (now, lasts) = (clock.Now, lifetime ?? TimeSpan.FromHours(1));
        _answer.SetResult(new AcquiredToken(Encoding.ASCII.GetBytes(token), time.GetUtcNow() + lasts, now + lasts, now + (lasts / 2)));
    }

    public void Fail(Exception failure) => _answer.SetException(failure);
}
