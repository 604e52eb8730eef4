namespace FunctionsObo.Authentication.Metadata;

/// <summary>
/// The issuers of multi-tenant metadata have <c>{tenantid}</c> where a token's issuer has its tenant
/// (https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer).
/// </summary>
internal static class IssuerTemplate
{
    public const string TenantPlaceholder = "{tenantid}";

    /// <summary>Whether the issuer is the template's for that tenant, compared ordinally and at its place.</summary>
    public static bool Matches(string template, string issuer, string tenantId)
    {
        var at = template.IndexOf(TenantPlaceholder, StringComparison.Ordinal);
        if (at < 0) return string.Equals(template, issuer, StringComparison.Ordinal);

        var tail = template.AsSpan(at + TenantPlaceholder.Length);
        return issuer.Length == at + tenantId.Length + tail.Length
            && issuer.AsSpan(0, at).SequenceEqual(template.AsSpan(0, at))
            && issuer.AsSpan(at, tenantId.Length).SequenceEqual(tenantId)
            && issuer.AsSpan(at + tenantId.Length).SequenceEqual(tail);
    }

    /// <summary>The first segment of the issuer's path, which is the tenant in every form that Entra uses; null if there is none.</summary>
    public static string? TenantOf(string issuer)
    {
        var path = issuer.AsSpan();
        var authority = path.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0) return null;

        path = path[(authority + 3)..];
        var slash = path.IndexOf('/');
        if (slash < 0) return null;

        path = path[(slash + 1)..];
        var end = path.IndexOf('/');
        return (end < 0 ? path : path[..end]) is { Length: > 0 } tenant ? tenant.ToString() : null;
    }
}
