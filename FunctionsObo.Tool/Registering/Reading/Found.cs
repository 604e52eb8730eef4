using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Registering.Reading;

/// <summary>What the directory has of all that the plan is about.</summary>
internal sealed record Found
{
    public required FoundApp Api { get; init; }

    public FoundApp Client { get; init; } = FoundApp.None;

    /// <summary>The service principals of the downstream APIs, by what the settings call them; null where the tenant has none.</summary>
    public required IReadOnlyDictionary<string, JsonObject?> Resources { get; init; }

    /// <summary>Consent for all users that the API has; null when this caller may not look.</summary>
    public IReadOnlyList<JsonObject>? Grants { get; init; } = [];

    /// <summary>The app roles that the API has of others.</summary>
    public IReadOnlyList<JsonObject> Assignments { get; init; } = [];

    /// <summary>The federated credentials of the API.</summary>
    public IReadOnlyList<JsonObject> Federated { get; init; } = [];

    /// <summary>The service principal of the managed identity.</summary>
    public JsonObject? ManagedIdentity { get; init; }
}

/// <summary>An application in the directory.</summary>
/// <param name="Manifest">The registration; null when there is none.</param>
/// <param name="Principal">Its service principal; null when there is none.</param>
/// <param name="IsDeleted">Whether it is among the deleted items, from which it can come back.</param>
/// <param name="DeletedPrincipal">The object id of a deleted service principal of it.</param>
internal sealed record FoundApp(JsonObject? Manifest, JsonObject? Principal = null, bool IsDeleted = false, string? DeletedPrincipal = null)
{
    public static readonly FoundApp None = new(Manifest: null);

    public string? ClientId => Manifest?.Text("appId");

    /// <summary>Whether this tool made it.</summary>
    public bool IsMarked(Mark mark) => Manifest?.Texts("tags").Contains(mark.Tag, StringComparer.Ordinal) == true;
}
