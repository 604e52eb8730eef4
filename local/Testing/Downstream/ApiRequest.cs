using System.Text.Json;

namespace FunctionsObo.Testing.Downstream;

/// <summary>A request that arrived at a downstream API. The token is not in it, but what it says.</summary>
public sealed record ApiRequest
{
    /// <summary>The method, in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query below the API's base URL: <c>me?$select=id</c>.</summary>
    public required string Path { get; init; }

    /// <summary>All header fields but <c>Authorization</c>, those of the body included; of a field with several values, all of them with commas between.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as text; empty for none.</summary>
    public required string Body { get; init; }

    /// <summary>The name of the user on whose behalf the app called; null when it called as itself.</summary>
    public string? User { get; init; }

    /// <summary>The <c>oid</c> of the user, or of the app when it called as itself.</summary>
    public required string ObjectId { get; init; }

    /// <summary>The <c>tid</c>.</summary>
    public required string TenantId { get; init; }

    /// <summary>The <c>azp</c>: the app.</summary>
    public required string ClientId { get; init; }

    /// <summary>The delegated permissions; empty when the app called as itself.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The application permissions; empty for a user.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>One line: method, path, on whose behalf, with which permissions.</summary>
    public override string ToString() => User is null
        ? $"{Method} {Path} of the app itself (roles {string.Join(' ', Roles)})"
        : $"{Method} {Path} of {User} (scopes {string.Join(' ', Scopes)})";
}
