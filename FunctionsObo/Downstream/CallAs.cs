using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.LongRunning;

namespace FunctionsObo.Downstream;

/// <summary>
/// As whom a downstream API is called: the user who called us, the user of a long-running session, or this app itself. A <see cref="Caller"/> converts to it, so that
/// calling as the user reads <c>orders.GetAsync("orders", caller, …)</c> and calling as the app has to be written out.
/// </summary>
public readonly struct CallAs : IEquatable<CallAs>
{
    /// <summary>Stands for the app itself, which is no user of any tenant.</summary>
    private static readonly PrincipalId AppId = new("", "");

    private readonly bool _isApp;

    private CallAs(Caller? user = null, SessionUser? session = null, bool isApp = false, string? tenantId = null)
    {
        User = user;
        Session = session;
        _isApp = isApp;
        TenantId = tenantId;
    }

    /// <summary>
    /// This app with all application permissions that it was granted, in the registration's tenant. Whoever calls gets what the app
    /// may see: guard the function with an app role.
    /// </summary>
    public static CallAs App { get; } = new(isApp: true);

    /// <summary>The caller; null for a session and for the app.</summary>
    internal Caller? User { get; }

    /// <summary>The session and its user; null for a caller and for the app.</summary>
    internal SessionUser? Session { get; }

    /// <summary>Whether it is a user, who may have to act.</summary>
    internal bool IsUser => !_isApp;

    /// <summary>Whose share of the API the call takes, and whose trouble its failure is; the app is one, in whatever tenant it acts.</summary>
    internal PrincipalId CallerId => User?.Id ?? Session?.Id ?? AppId;

    /// <summary>The tenant in which the app acts; null for the registration's own.</summary>
    internal string? TenantId { get; }

    /// <summary>This app in a customer's tenant, for a registration of many tenants. Take the tenant from a checked token.</summary>
    public static CallAs AppIn(string tenantId) => new(isApp: true, tenantId: tenantId);

    /// <summary>The user of this request.</summary>
    public static CallAs FromCaller(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new CallAs(caller);
    }

    /// <summary>The user of a <see cref="LongRunningTokens">long-running session</see>, after the request in which it began.</summary>
    /// <param name="key">The session's key.</param>
    /// <param name="tenantId">The tenant of the session's user.</param>
    /// <param name="objectId">The object id of the session's user.</param>
    public static CallAs FromSession(string key, string tenantId, string objectId)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new CallAs(session: new SessionUser(key, new PrincipalId(tenantId, objectId)));
    }

    /// <summary>As <see cref="FromCaller"/>.</summary>
    public static implicit operator CallAs(Caller caller) => FromCaller(caller);

    /// <exception cref="InvalidOperationException">Nobody was named: <c>default</c> is neither a user nor the app.</exception>
    internal void ThrowIfNobody()
    {
        if (!_isApp && User is null && Session is null) throw new InvalidOperationException("Say as whom to call: pass the caller, CallAs.FromSession, or CallAs.App.");
    }

    /// <summary>Whether both are the same caller, the same session, or the app in the same tenant.</summary>
    public bool Equals(CallAs other) => _isApp == other._isApp && ReferenceEquals(User, other.User) && Session == other.Session && TenantId == other.TenantId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CallAs other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_isApp, User, Session, TenantId);

    /// <summary>As <see cref="Equals(CallAs)"/>.</summary>
    public static bool operator ==(CallAs left, CallAs right) => left.Equals(right);

    /// <summary>The opposite of <see cref="Equals(CallAs)"/>.</summary>
    public static bool operator !=(CallAs left, CallAs right) => !left.Equals(right);

    /// <summary>Who it is; nothing of a token.</summary>
    public override string ToString() => User?.ToString() ?? Session?.ToString() ?? "App";
}

/// <summary>A long-running session and its user.</summary>
internal sealed record SessionUser(string Key, PrincipalId Id)
{
    /// <summary>Nothing of the key.</summary>
    public override string ToString() => $"Session of {Id.ObjectId} of {Id.TenantId}";
}
