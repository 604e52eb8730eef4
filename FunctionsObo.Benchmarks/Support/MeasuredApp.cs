using FunctionApp.Functions;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>An app with a function <c>me</c>: FunctionApp's, or the same one built another way.</summary>
/// <param name="Name">The heading of its column.</param>
/// <param name="Project">The project's folder, from the top of the repository.</param>
internal sealed record MeasuredApp(string Name, string Project)
{
    private readonly Lazy<Task<string>> _folder = new(() => Path.IsPathRooted(Project) ? Task.FromResult(Project) : Publish.RunAsync(Project));

    public static MeasuredApp FunctionApp { get; } = new("FunctionApp", "FunctionApp");

    public static MeasuredApp IdentityWeb { get; } = new("Microsoft.Identity.Web", "FunctionsObo.Benchmarks/Peers/IdentityWeb");

    /// <summary>FunctionApp's functions and clients, its instances sharing their tokens in PostgreSQL, with clocks that differ.</summary>
    public static MeasuredApp Sharing { get; } = new("FunctionApp, sharing", "FunctionsObo.Benchmarks/Peers/Sharing");

    /// <summary>The exchange and nothing else of identity.</summary>
    public static MeasuredApp Msal { get; } = new("bare MSAL", "FunctionsObo.Benchmarks/Peers/Msal");

    public static MeasuredApp Plain { get; } = new("plain HttpClient", "FunctionsObo.Benchmarks/Peers/Plain");

    public static IReadOnlyList<MeasuredApp> All { get; } = [FunctionApp, IdentityWeb, Plain];

    /// <summary>Those that get a token for each user.</summary>
    public static IReadOnlyList<MeasuredApp> OnBehalfOf { get; } = [FunctionApp, IdentityWeb];

    /// <summary>FunctionApp as it was published into a folder before a change.</summary>
    public static MeasuredApp Before(string folder) => new("before", folder);

    /// <summary>Where it is published, once a run.</summary>
    public Task<string> PublishAsync() => _folder.Value;
}
