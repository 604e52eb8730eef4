using EntraEmulator.Tenants;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.Testing.Platform;

/// <summary>A downstream API that the app has added, as the identity platform knows it.</summary>
/// <param name="Name">Its name in the app.</param>
/// <param name="Resource">Its App ID URI.</param>
/// <param name="Permissions">The delegated permissions that the app asks for.</param>
/// <param name="ClientId">Its client id, which is the audience of tokens for it.</param>
internal sealed record RegisteredApi(string Name, string Resource, IReadOnlyList<string> Permissions, string ClientId)
{
    private const string Graph = "https://graph.microsoft.com"; // a bare permission is its

    public const string AppRole = "access_as_app";

    /// <summary>Registers the APIs of an app by the scopes that it is configured with; an API without gets some of its own.</summary>
    public static IReadOnlyList<RegisteredApi> Of(IEnumerable<string> names, IConfiguration configuration)
    {
        var apis = new List<RegisteredApi>();
        foreach (var name in names)
        {
            var scopes = configuration.GetSection($"DownstreamApis:{name}:Scopes").GetChildren().Select(scope => scope.Value).Where(scope => !string.IsNullOrWhiteSpace(scope)).ToList();
            if (scopes.Count == 0) scopes = [$"api://{Slug(name)}/access_as_user"];
            var resource = scopes[0]!.LastIndexOf('/') is var end and > 0 ? scopes[0]![..end] : Graph;
            var known = apis.Find(api => api.Resource == resource);
            apis.Add(new(name, resource, [.. scopes.Select(scope => scope![(scope!.LastIndexOf('/') + 1)..])], known?.ClientId ?? $"{Guid.NewGuid()}"));
        }

        return apis;
    }

    /// <summary>What the app is configured with where it has nothing of its own.</summary>
    public IEnumerable<KeyValuePair<string, string?>> MissingSettings(IConfiguration configuration)
    {
        var section = $"DownstreamApis:{Name}";
        if (configuration[$"{section}:BaseUrl"] is null) yield return new($"{section}:BaseUrl", $"https://{Slug(Name)}.test/");
        if (configuration.GetSection($"{section}:Scopes").Exists()) yield break;
        foreach (var (index, permission) in Permissions.Index()) yield return new($"{section}:Scopes:{index}", $"{Resource}/{permission}");
    }

    /// <summary>The registration of all APIs that share a resource.</summary>
    public static AppRegistration Registration(IEnumerable<RegisteredApi> sharing, string homeTenantId)
    {
        var all = sharing.ToList();
        return new()
        {
            Name = all[0].Name,
            ClientId = all[0].ClientId,
            HomeTenantId = homeTenantId,
            AppIdUri = all[0].Resource,
            Scopes = [.. all.SelectMany(api => api.Permissions).Append("access_as_user").Where(name => name != ".default").Distinct(StringComparer.Ordinal)],
            AppRoles = [AppRole],
            IncludeTokenType = true,
            IncludeClientCapabilities = true,
        };
    }

    private static string Slug(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '-'));
}
