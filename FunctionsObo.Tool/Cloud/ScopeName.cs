namespace FunctionsObo.Tool.Doctor;

/// <summary>A scope of the settings, taken apart.</summary>
/// <param name="Resource">The API: an App ID URI or a client id.</param>
/// <param name="Permission">The permission, or <c>.default</c>.</param>
internal sealed record ScopeName(string Resource, string Permission)
{
    private const string Graph = "https://graph.microsoft.com";

    public const string Default = ".default";

    /// <summary>One without a resource is Microsoft Graph's (https://learn.microsoft.com/entra/identity-platform/scopes-oidc).</summary>
    public static ScopeName Of(string scope, Examination patient)
    {
        var end = scope.LastIndexOf('/');
        return end > 0 ? new(scope[..end], scope[(end + 1)..]) : new(patient.Reach.Cloud?.Addresses.GraphAudience ?? Graph, scope);
    }
}
