using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Registering.Credentials;
using FunctionsObo.Tool.Registering.Reading;

namespace FunctionsObo.Tool.Registering;

/// <summary>What the steps of a plan share: the directory, and what earlier steps learned.</summary>
/// <param name="graph">The directory.</param>
/// <param name="replication">Waits for what was just made.</param>
/// <param name="found">What is there before the first step.</param>
internal sealed class Work(GraphClient graph, Replication replication, Found found)
{
    public GraphClient Graph => graph;

    public RegisteredApp Api { get; } = new(found.Api);

    public RegisteredApp Client { get; } = new(found.Client);

    /// <summary>What the settings file has to say of the credential, by configuration key. It may hold a secret.</summary>
    public IReadOnlyDictionary<string, string?> CredentialSettings { get; set; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a new credential back, for when it cannot be stored; null when there is nothing to take back.</summary>
    public Func<Task>? UndoCredential { get; set; }

    /// <summary>The credential that was just made, to prove it.</summary>
    public AppCredential? NewCredential { get; set; }

    /// <summary>Whether somebody with more rights has to consent.</summary>
    public bool ConsentIsPending { get; set; }

    /// <summary>What was deleted and may not be purged by who signed in.</summary>
    public List<string> NotPurged { get; } = [];

    /// <summary>Makes a call that needs what was made just before.</summary>
    public Task<JsonObject?> SendAsync(string needs, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken, bool createIfMissing = false) =>
        replication.WaitOutAsync(needs, () => graph.SendAsync(method, path, body, cancellationToken, createIfMissing), cancellationToken);
}

/// <summary>An application, as far as it is there by now.</summary>
internal sealed class RegisteredApp(FoundApp found)
{
    /// <summary>The registration as the directory has it.</summary>
    public JsonObject? Manifest { get; set; } = found.Manifest;

    /// <summary>The object id of the service principal.</summary>
    public string? PrincipalId { get; set; } = found.Principal?.Text("id");

    public string? ClientId => Manifest?.Text("appId");

    public string Path => $"applications/{Manifest?.Text("id") ?? throw new InvalidOperationException("The application is not there yet.")}";
}
