using FunctionsHost.InProcess;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsObo.Testing;

/// <summary>How an app under test differs from itself. Nothing of it is needed.</summary>
public sealed class TestAppOptions
{
    /// <summary>Settings of the app that override all others, under their configuration keys (<c>AzureAd:Audience</c>).</summary>
    public IDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Called last before the app is built: what is registered here takes the place of the app's own.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; set; }

    /// <summary>The last word on the whole app, its configuration, logging and middlewares included; after <see cref="ConfigureServices"/>.</summary>
    public Action<AppSetup>? Configure { get; set; }

    /// <summary>Users besides alice, bob (both of contoso) and carol (fabrikam): <c>dave</c> is one of contoso, <c>erin@fabrikam</c> one of fabrikam.</summary>
    public IList<string> Users { get; } = [];

    /// <summary>How long an answer of the app may take: real time, 10 seconds unless given.</summary>
    public TimeSpan ResponseLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the start may take, and the stop: real time, a minute unless given.</summary>
    public TimeSpan StartLimit { get; set; } = TimeSpan.FromMinutes(1);
}
