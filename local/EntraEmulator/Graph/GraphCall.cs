using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph;

/// <summary>One request to the directory, read and of a known caller.</summary>
internal sealed record GraphCall(string Method, IReadOnlyList<string> Segments, GraphCaller Caller, DirectoryEdit Edit, DateTimeOffset Now)
{
    /// <value>Where the directory is, without a slash at the end.</value>
    public required string Root { get; init; }

    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <value>Whether <c>Prefer: create-if-missing</c> was sent.</value>
    public bool CreateIfMissing { get; init; }

    public Tenant Tenant => Caller.Tenant;

    /// <value>The JSON object of the body, or null without a body.</value>
    public JsonObject? OptionalBody { get; init; }

    /// <exception cref="GraphErrorException">There is none.</exception>
    public JsonObject Body => OptionalBody ?? throw GraphErrors.With(400, "BadRequest", "Write requests must contain a JSON object in the body.");
}

/// <summary>What is answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The object, or null for nothing.</param>
/// <param name="Context">What <c>@odata.context</c> says behind <c>$metadata#</c>.</param>
/// <param name="Location">The address of what was made, behind the root.</param>
internal sealed record GraphReply(int Status, JsonObject? Body = null, string? Context = null, string? Location = null)
{
    public static readonly GraphReply Nothing = new(204);
}
