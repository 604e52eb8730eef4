namespace FunctionsObo.Tool.Cloud;

/// <summary>A scope, taken apart.</summary>
/// <param name="Resource">The API: an App ID URI or a client id.</param>
/// <param name="Permission">The permission, or <c>.default</c>.</param>
internal sealed record ScopeName(string Resource, string Permission)
{
    public const string Default = ".default";

    /// <summary>One without a resource is Microsoft Graph's (https://learn.microsoft.com/entra/identity-platform/scopes-oidc).</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="graph">Whom tokens for Microsoft Graph are for, in this cloud.</param>
    public static ScopeName Of(string scope, string graph)
    {
        var end = scope.LastIndexOf('/');
        return end > 0 ? new(scope[..end], scope[(end + 1)..]) : new(graph, scope);
    }
}
