using Microsoft.Azure.Functions.Worker;

namespace FunctionsObo.Authentication;

/// <summary>
/// Who is calling: the user (or app) of this request's access token. Always passed as an argument, never ambient.
/// Key user data by <see cref="TenantId"/> and <see cref="ObjectId"/>; a name or an address can change hands
/// (https://learn.microsoft.com/entra/identity-platform/claims-validation).
/// </summary>
public sealed class Caller
{
    private readonly ValidatedToken _validated;

    /// <param name="validated">What the token says.</param>
    /// <param name="token">The token.</param>
    /// <param name="begun">When the request began, by <see cref="PurgeMarks.Now"/>.</param>
    internal Caller(ValidatedToken validated, BearerToken token, long begun)
    {
        _validated = validated;
        Token = token;
        Begun = begun;
    }

    /// <summary>Whether a user or an app calls.</summary>
    public CallerKind Kind => _validated.Kind;

    /// <summary>The tenant of the user or app: the claim <c>tid</c>, a GUID.</summary>
    public string TenantId => _validated.TenantId;

    /// <summary>The user's or service principal's id within <see cref="TenantId"/>: the claim <c>oid</c>.</summary>
    public string ObjectId => _validated.ObjectId;

    /// <summary>The client application that called: <c>azp</c> or <c>appid</c>.</summary>
    public string ClientId => _validated.ClientId;

    /// <summary>The name to show, if the token has one. Never decide by it.</summary>
    public string? Name => _validated.Name;

    /// <summary>The delegated permissions of the token (<c>scp</c>); empty for an app.</summary>
    public IReadOnlyList<string> Scopes => _validated.Scopes;

    /// <summary>The app roles of the token (<c>roles</c>).</summary>
    public IReadOnlyList<string> Roles => _validated.Roles;

    /// <summary>When the token expires.</summary>
    public DateTimeOffset ExpiresAt => _validated.ExpiresAt;

    /// <summary>Whether the client said that it understands claims challenges (<c>cp1</c> in <c>xms_cc</c>).</summary>
    public bool AcceptsClaimsChallenges => _validated.AcceptsClaimsChallenges;

    internal BearerToken Token { get; }

    /// <summary>When the request began, on the clock of <see cref="PurgeMarks"/>.</summary>
    internal long Begun { get; }

    internal PrincipalId Id => new(TenantId, ObjectId);

    /// <summary>Kind, object id and tenant: who it is, and nothing of the token.</summary>
    public override string ToString() => $"{Kind} {ObjectId} of {TenantId}";
}

/// <summary>Whom an access token speaks for.</summary>
public enum CallerKind
{
    /// <summary>A user, through a client with delegated permissions (<c>scp</c>).</summary>
    User,

    /// <summary>An application by itself, with application permissions (<c>roles</c>).</summary>
    App,
}

/// <summary>The caller of an invocation.</summary>
public static class CallerExtensions
{
    /// <summary>The caller of this invocation.</summary>
    /// <exception cref="InvalidOperationException">The function is [AllowAnonymous] or has no HTTP trigger: there is no caller to know.</exception>
    public static Caller GetCaller(this FunctionContext context) =>
        context.Features.Get<Caller>()
        ?? throw new InvalidOperationException($"Function '{context.FunctionDefinition.Name}' has no caller: it is anonymous, or not triggered by HTTP.");
}

/// <summary>
/// What a valid access token says, in the words this API uses. Immutable and without the token itself, so that it can be
/// kept and shared between requests.
/// </summary>
internal sealed record ValidatedToken
{
    public required CallerKind Kind { get; init; }

    public required string TenantId { get; init; }

    public required string ObjectId { get; init; }

    /// <summary>The client application that got the token: <c>azp</c> (v2) or <c>appid</c> (v1).</summary>
    public required string ClientId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The claim <c>exp</c>, without clock skew.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The claim <c>name</c>: only for display, never for a decision.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the client declared <c>cp1</c> in <c>xms_cc</c>: it understands claims challenges.</summary>
    public bool AcceptsClaimsChallenges { get; init; }
}
