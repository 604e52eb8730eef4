namespace FunctionsObo.Authentication;

/// <summary>
/// Who is calling: the user (or app) of this request's access token. Always passed as an argument, never ambient.
/// Key user data by <see cref="TenantId"/> and <see cref="ObjectId"/>; a name or an address can change hands
/// (https://learn.microsoft.com/entra/identity-platform/claims-validation).
/// </summary>
public sealed class Caller
{
    private readonly ValidatedToken _validated;

    internal Caller(ValidatedToken validated, BearerToken token)
    {
        _validated = validated;
        Token = token;
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

    public override string ToString() => $"{Kind} {ObjectId} of {TenantId}";
}
