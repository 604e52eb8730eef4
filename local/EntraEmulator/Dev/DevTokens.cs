using EntraEmulator.Errors;
using EntraEmulator.Grants;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.Dev;

/// <summary>Issues tokens to developers, who need not sign in. Consent is not asked for, but only what exists is issued.</summary>
internal sealed class DevTokens(TenantDirectory directory, TokenMint mint, SignInRecords records)
{
    /// <exception cref="DevRequestException">A name is unknown; the message lists the known ones.</exception>
    public string Issue(TokenRequest request)
    {
        var resource = request.Audience is null ? First(app => app.Scopes.Count > 0, "audience") : Application(request.Audience, "audience");
        return request.Application is { } name ? IssueToApplication(request, resource, Application(name, "app")) : IssueToUser(request, resource);
    }

    private string IssueToApplication(TokenRequest request, AppRegistration resource, AppRegistration application)
    {
        if (request.User is not null) throw new DevRequestException("A token is of a user or of an app, so give one of 'user' and 'app'.");
        if (request.Kind == TokenKind.IdToken) throw new DevRequestException("Only users have ID tokens: give 'user' instead of 'app'.");
        var tenant = Tenant(request.Tenant ?? application.HomeTenantId);
        return mint.AccessToken(new AccessTokenOrder(tenant, resource, application, request.Lifetime ?? TokenLifetime.Of(resource, request.Capabilities))
        {
            ClientAcr = "1",
            Roles = Permissions.Roles(application, resource, tenant),
            Capabilities = request.Capabilities,
        });
    }

    private string IssueToUser(TokenRequest request, AppRegistration resource)
    {
        var user = User(request.User, request.Tenant is null ? null : Tenant(request.Tenant));
        var tenant = Tenant(user.TenantId);
        if (request.Kind == TokenKind.IdToken) return mint.IdToken(tenant, resource, user, new IdTokenOrder(request.Lifetime ?? TokenLifetime.Default()));
        var client = request.Client is null ? First(IsMereClient, "client") : Application(request.Client, "client");
        return mint.AccessToken(new AccessTokenOrder(tenant, resource, client, request.Lifetime ?? TokenLifetime.Of(resource, request.Capabilities))
        {
            User = user,
            SessionId = records.Add(user),
            ClientAcr = client.PublicClient ? "0" : "1",
            Scopes = Scopes(request.Scope, resource),
            Capabilities = request.Capabilities,
        });
    }

    private static IReadOnlyList<string> Scopes(string? text, AppRegistration resource)
    {
        if (resource.Scopes.Count == 0) throw new DevRequestException($"'{resource.Name}' is not an API: it exposes no scopes.");
        if (text is null) return [resource.Scopes[0]];
        var prefixes = new[] { $"{resource.AppIdUri}/", $"{resource.ClientId}/" };
        return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Scope(word, prefixes, resource))];
    }

    private static string Scope(string word, string[] prefixes, AppRegistration resource)
    {
        var prefix = Array.Find(prefixes, one => word.StartsWith(one, StringComparison.OrdinalIgnoreCase)) ?? "";
        var name = word[prefix.Length..];
        return resource.Scopes.FirstOrDefault(scope => string.Equals(scope, name, StringComparison.OrdinalIgnoreCase))
            ?? throw DevRequestException.Unknown("scope", word, resource.Scopes);
    }

    private string AppHint => directory.Applications.FirstOrDefault(app => IsMereClient(app) && !app.PublicClient) is { Name: var name } ? $", or app={name} for a token without a user" : "";

    private static bool IsMereClient(AppRegistration application) => application.AppIdUri is null;

    private AppRegistration First(Func<AppRegistration, bool> isMeant, string what) =>
        directory.Applications.FirstOrDefault(isMeant) ?? throw new DevRequestException($"Say which {what}: the directory has none that could be meant.");

    private User User(string? name, Tenant? tenant)
    {
        var names = directory.Users.Where(user => tenant is null || string.Equals(user.TenantId, tenant.Id, StringComparison.OrdinalIgnoreCase)).Select(user => user.Name);
        if (name is null) throw new DevRequestException($"Say whose token it is to be: user={string.Join('|', names.Take(20))}{AppHint}.");
        return directory.FindUserByName(name, tenant) ?? throw DevRequestException.Unknown(tenant is null ? "user" : $"user in tenant {tenant.Name}", name, names);
    }

    private Tenant Tenant(string name) => directory.FindTenant(name) ?? throw DevRequestException.Unknown("tenant", name, directory.Tenants.Select(tenant => tenant.Name));

    private AppRegistration Application(string name, string what) =>
        directory.FindApplication(name) ?? throw DevRequestException.Unknown(what, name, directory.Applications.Select(app => app.Name));
}
